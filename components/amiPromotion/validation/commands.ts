import { existsSync } from "node:fs";
import { parseCidr } from "../../shared/cidr";
import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { CommandsArgs } from "../commandsArgs";

/** ARN of a secret, with the JSON key behind it that CodeBuild takes. */
const SECRET = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[^:]+(:[^:]+)?$/;

/** Variables that the scripts and the promotion set themselves. */
const OWN_VARIABLES =
  /^(AWS_|CODEBUILD_|DATABASE_|SETUP_|TESTS_)|^(BUCKET|PATH|RUN|SCRIPT|SCRIPT_KEY|STEPS|SUMMARY|URL)$/;

/** Commands: files that exist, addresses that are addresses, secrets by reference. */
export function validateCommands(commands: CommandsArgs, path: string, problems: Problems): void {
  const { workspace, url, database, setupPackages, tests, secrets = {}, reach = [] } = commands;
  const at = (property: string): string => `${path}.${property}`;
  problems.require(
    existsSync(workspace),
    at("workspace"),
    `there is no folder "${workspace}"; give one from the project's root`,
  );
  problems.require(
    /^https?:\/\/[^\s/]+$/.test(url),
    at("url"),
    `"${url}" is not an address such as https://uat.qbo.example.com, without a path`,
  );
  problems.require(
    !database?.review || database.script !== undefined,
    at("database.review"),
    "needs a script to be reviewed; give the command that writes it as database.script",
  );
  if (setupPackages) {
    const { paths, credentials, timeoutSeconds = 60 } = setupPackages;
    problems.require(paths.length > 0, at("setupPackages.paths"), "is empty; give paths, or leave setupPackages out");
    problems.unique(paths, at("setupPackages.paths"));
    for (const [i, one] of paths.entries()) {
      problems.require(one.startsWith("/"), at(`setupPackages.paths[${i}]`), `"${one}" does not begin with /`);
    }
    problems.require(
      SECRET.test(credentials) && credentials.split(":").length === 7,
      at("setupPackages.credentials"),
      `"${credentials}" is not the ARN of a secret in Secrets Manager`,
    );
    problems.require(
      isBetween(timeoutSeconds, 1, 3600),
      at("setupPackages.timeoutSeconds"),
      `${timeoutSeconds} is out of range; allowed is 1–3600 seconds`,
    );
  }
  if (tests) {
    problems.require(
      !/^\/|(^|\/)\.\.(\/|$)/.test(tests.report),
      at("tests.report"),
      `"${tests.report}" is not a path inside the workspace`,
    );
  }
  for (const [name, reference] of Object.entries(secrets)) {
    problems.require(/^[A-Za-z_]\w*$/.test(name), at(`secrets.${name}`), "is not the name of an environment variable");
    problems.require(
      !OWN_VARIABLES.test(name),
      at(`secrets.${name}`),
      "is set by the promotion itself; use another name",
    );
    problems.require(SECRET.test(reference), at(`secrets.${name}`), `"${reference}" is not the ARN of a secret`);
  }
  for (const [i, { port, cidr }] of reach.entries()) {
    problems.require(isBetween(port, 1, 65535), at(`reach[${i}].port`), `${port} is not a port; allowed is 1–65535`);
    problems.require(
      parseCidr(cidr) !== undefined,
      at(`reach[${i}].cidr`),
      `"${cidr}" is not an IPv4 range in canonical form, such as 10.0.0.0/8`,
    );
  }
}
