import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Place } from "../../ops/access/place";
import { choose, sessionArgs } from "../../ops/access/session";

const DATABASE: Place = { kind: "instance", name: "acme-shop-prod-couchdb-instance", id: "i-0123456789abcdef0" };
const WEB: Place = {
  ...{ kind: "container", name: "acme-shop-prod-web/web", cluster: "acme-shop-prod-cluster" },
  ...{ task: "0a1b2c3d", container: "web", isOpen: true },
};
const PLACES = [DATABASE, WEB, { ...WEB, task: "4e5f6a7b" }];

const unasked = () => assert.fail("the user was asked");

describe("the place that is meant", () => {
  it("is the one with the name, or the id", async () => {
    assert.equal(await choose(PLACES, "couchdb", unasked), DATABASE);
    assert.equal(await choose(PLACES, "i-0123456789abcdef0", unasked), DATABASE);
    assert.equal(await choose(PLACES, "4e5f6a7b", unasked), PLACES[2]);
    assert.equal(await choose([DATABASE], undefined, unasked), DATABASE);
  });

  it("is the user's choice among several", async () => {
    let shown: string[] = [];
    const answer = (text: string) => (lines: string[]) => {
      shown = lines;
      return Promise.resolve(text);
    };
    assert.equal(await choose(PLACES, "web", answer("2")), PLACES[2]);
    assert.deepEqual(shown, [
      "  1  acme-shop-prod-web/web  task 0a1b2c3d",
      "  2  acme-shop-prod-web/web  task 4e5f6a7b",
    ]);
    await assert.rejects(choose(PLACES, "web", answer("3")), { exitCode: 2, message: '"3" is not one of 1 to 2' });
  });

  it("is none: says what there is", async () => {
    await assert.rejects(choose([DATABASE], "mysql", unasked), {
      exitCode: 1,
      message:
        'nothing of the stack runs as "mysql"\nthere are:\n' +
        "  acme-shop-prod-couchdb-instance  instance i-0123456789abcdef0",
    });
  });
});

describe("what opens a session", () => {
  const region = "us-west-2";

  it("is Session Manager for instances, ECS Exec for containers, a document for ports", () => {
    const onInstance = "ssm start-session --region us-west-2 --target i-0123456789abcdef0";
    assert.equal(sessionArgs(DATABASE, { region }).join(" "), onInstance);
    const forwarding =
      "--document-name AWS-StartPortForwardingSession --parameters portNumber=5984,localPortNumber=15984";
    assert.equal(
      sessionArgs(DATABASE, { region, port: 5984, localPort: 15984 }).join(" "),
      `${onInstance} ${forwarding}`,
    );
    assert.equal(
      sessionArgs(WEB, { region }).join(" "),
      "ecs execute-command --region us-west-2 --cluster acme-shop-prod-cluster --task 0a1b2c3d --container web " +
        "--interactive --command /bin/sh",
    );
  });

  it("is nothing where ECS Exec is off: says which setting allows it", () => {
    assert.throws(() => sessionArgs({ ...WEB, isOpen: false }, { region }), /exec: true.*slipway:services/);
    assert.throws(() => sessionArgs(WEB, { region, port: 80 }), { exitCode: 2 });
  });
});

describe("npm run access", () => {
  const INSTANCES = `<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><tagSet>
    <item><key>Name</key><value>acme-shop-prod-couchdb-instance</value></item></tagSet></item></instancesSet></item>
    </reservationSet></DescribeInstancesResponse>`;
  const ANSWERS: Record<string, object> = {
    ListTasks: { taskArns: ["arn:aws:ecs:us-west-2:123456789012:task/acme-shop-prod-cluster/0a1b"] },
    DescribeTasks: {
      tasks: [
        {
          taskArn: "arn:aws:ecs:us-west-2:123456789012:task/acme-shop-prod-cluster/0a1b",
          ...{ group: "service:acme-shop-prod-web", enableExecuteCommand: false, containers: [{ name: "web" }] },
        },
      ],
    },
  };
  let server: Server;
  let env: NodeJS.ProcessEnv;
  const asked: string[] = [];

  before(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => {
        asked.push(decodeURIComponent(body));
        const operation = (request.headers["x-amz-target"] as string | undefined)?.split(".").pop();
        response.end(operation === undefined ? INSTANCES : JSON.stringify(ANSWERS[operation]));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const tools = mkdtempSync(join(tmpdir(), "slipway-access-"));
    for (const [name, version] of [
      ["aws", "aws-cli/2.31.0"],
      ["session-manager-plugin", "1.2.707.0"],
    ]) {
      writeFileSync(
        join(tools, name!),
        `#!/bin/sh\n[ "$1" = --version ] && echo "${version}" || echo "ran ${name} $*"\n`,
      );
      chmodSync(join(tools, name!), 0o755);
    }
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const PATH = [tools, dirname(process.execPath), "/bin", "/usr/bin"].join(delimiter);
    env = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", PATH };
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const access = (args: string[], more: NodeJS.ProcessEnv = {}) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
      const command = ["-r", "./plan/preload", "-r", "tsx/cjs", "ops/access/cli.ts", ...args];
      execFile(process.execPath, command, { env: { ...env, ...more } }, (error, stdout, stderr) =>
        done({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
      );
    });

  it("finds the stack's instance, prints what it runs, and runs it", async () => {
    const { code, stdout, stderr } = await access(["prod", "couchdb", "--port", "5984"]);
    const command = "aws ssm start-session --region us-west-2 --target i-1";
    assert.equal(code, 0, stderr);
    assert.ok(stderr.includes(command), stderr);
    assert.ok(stdout.startsWith(`ran ${command} --document-name AWS-StartPortForwardingSession`), stdout);
    assert.ok(asked.some((body) => body.includes("tag:Environment") && body.includes("=prod")));
  });

  it("ends with 1 where ECS Exec is off, or a tool is missing, and with 2 where it is used wrongly", async () => {
    const closed = await access(["prod", "web/web"]);
    assert.equal(closed.code, 1);
    assert.match(closed.stderr, /ECS Exec is off for acme-shop-prod-web\/web: set "exec: true"/);
    const bare = await access(["prod"], { PATH: "" });
    assert.equal(bare.code, 1);
    assert.match(bare.stderr, /aws: not found on PATH[^]*session-manager-plugin: not found on PATH/);
    assert.equal((await access(["prod", "--port", "70000"])).code, 2);
  });
});
