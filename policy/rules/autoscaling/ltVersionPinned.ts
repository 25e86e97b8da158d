import { notProvable, type Finding, type StackFinding, type StackResource, type StackRule } from "../../rule";
import { nameOf } from "../../urn";
import { at, shown, UNKNOWN } from "../../values";
import { specificationsOf } from "./templateSpecifications";

const GROUP = "aws:autoscaling/group:Group";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

export const ltVersionPinned: StackRule = {
  name: "lt-version-pinned",
  description: "Auto Scaling groups name the version number of their launch template, not $Latest or $Default.",
  why: "A moving version starts no instance refresh, cannot be rolled back, and gives two instances of one group two images.",
  fix: "Set `version` to the template's `latestVersion`, an output: the group then follows each new version by a refresh.",
  severity: "high",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote:
    "`$Latest` and `$Default` are literals and never unknown: what is unknown and comes from a launch template of the stack is " +
    "one of its version numbers, and complies. From anywhere else it may be anything; the update evaluates it.",
  topics: ["compute", "zero-downtime"],
  url: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html",
  inputsOf: new Set([GROUP]),
  check({ props }): Finding[] {
    return specificationsOf(props).flatMap(([path, specification]): Finding[] => {
      if (specification === undefined) return [];
      const version = at(specification, "version");
      if (version === UNKNOWN || /^\d+$/.test(textOf(version))) return [];
      const given = version === undefined ? "not set, which means $Default" : shown(version);
      return [{ message: `${path}.version is ${given}, allowed: a version number` }];
    });
  },
  checkStack({ resources, inputs }): StackFinding[] {
    const groups = resources.filter(({ type }) => type === GROUP);
    return groups.flatMap((group) =>
      specificationsOf(inputs.get(group.urn))
        .filter(([path, specification]) => {
          if (at(specification, "version") !== UNKNOWN) return false;
          // A specification that is unknown as a whole may hold a literal, wherever it comes from.
          return specification === UNKNOWN || !comesFromTemplates(group, path);
        })
        .map(([path]) => ({
          ...notProvable(`${nameOf(group.urn)}.${path}.version`, "whether it is a number"),
          urn: group.urn,
        })),
    );
  },
};

const textOf = (version: unknown) => (typeof version === "number" || typeof version === "string" ? `${version}` : "");

/** Whether launch templates of the stack, and nothing else, decide what is unknown of the property that the path is in. */
function comesFromTemplates(group: StackResource, path: string): boolean {
  const sources = group.propertyDependencies[path.split(".")[0]!] ?? [];
  return sources.length > 0 && sources.every(({ type }) => type === TEMPLATE);
}
