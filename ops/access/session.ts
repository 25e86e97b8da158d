import { Failure } from "../shared/failure";
import type { Tool } from "../shared/tools";
import { describePlace, type Place } from "./place";

/** What the AWS CLI needs for sessions. */
export const SESSION_TOOLS: readonly Tool[] = [
  {
    name: "aws",
    versionArgs: ["--version"],
    minimum: "2.0",
    fix: "install it: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  },
  {
    name: "session-manager-plugin",
    versionArgs: ["--version"],
    minimum: "1.2",
    fix: "install it: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html",
  },
];

/** What kind of session. */
export interface SessionOptions {
  region: string;
  /** Port of an instance to bring to this machine, in place of a shell. */
  port?: number;
  /** Port on this machine; the same one when left out. */
  localPort?: number;
}

/**
 * Chooses the place that is meant: all whose name or id has `wanted` in it, and if these are more than one, the user's choice.
 *
 * @throws Failure if there is none
 */
export async function choose(
  places: readonly Place[],
  wanted: string | undefined,
  ask: (lines: string[]) => Promise<string>,
): Promise<Place> {
  const isMeant = (place: Place) =>
    wanted === undefined ||
    place.name.includes(wanted) ||
    (place.kind === "instance" ? place.id : place.task) === wanted;
  const found = places.filter(isMeant);
  if (found.length === 0) {
    const there = places.length > 0 ? ["there are:", ...places.map((place) => `  ${describePlace(place)}`)] : [];
    throw new Failure([`nothing of the stack runs${wanted ? ` as "${wanted}"` : ""}`, ...there].join("\n"));
  }
  if (found.length === 1) return found[0]!;
  const answer = await ask(found.map((place, i) => `${String(i + 1).padStart(3)}  ${describePlace(place)}`));
  const chosen = found[Number(answer) - 1];
  if (!chosen) throw new Failure(`"${answer}" is not one of 1 to ${found.length}`, 2);
  return chosen;
}

/**
 * Arguments of the AWS CLI that open a session.
 *
 * @throws Failure that names the setting if the place is closed
 */
export function sessionArgs(place: Place, { region, port, localPort = port }: SessionOptions): string[] {
  if (place.kind === "instance") {
    const start = ["ssm", "start-session", "--region", region, "--target", place.id];
    if (port === undefined) return start;
    const parameters = `portNumber=${port},localPortNumber=${localPort}`;
    return [...start, "--document-name", "AWS-StartPortForwardingSession", "--parameters", parameters];
  }
  if (port !== undefined) throw new Failure(`${place.name} is a container: ports are brought from instances`, 2);
  if (!place.isOpen) {
    throw new Failure(
      `ECS Exec is off for ${place.name}: set "exec: true" for the service in slipway:services and run pulumi up; new tasks have it`,
    );
  }
  const { cluster, task, container } = place;
  const where = ["--cluster", cluster, "--task", task, "--container", container];
  return ["ecs", "execute-command", "--region", region, ...where, "--interactive", "--command", "/bin/sh"];
}
