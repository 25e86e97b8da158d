import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, itemsAt, UNKNOWN } from "../../values";

export const ltVersionPinned: ResourceRule = {
  name: "lt-version-pinned",
  description: "Auto Scaling groups name the version number of their launch template, not $Latest or $Default.",
  why: "A moving version starts no instance refresh, cannot be rolled back, and gives two instances of one group two images.",
  fix: "Set `version` to the template's `latestVersion`, an output: the group then follows each new version by a refresh.",
  severity: "high",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote:
    "The template's `latestVersion` is unknown whenever the preview changes the template, so every honest first preview " +
    "meets it; `$Latest` and `$Default` are literals and never unknown. The update evaluates the number.",
  topics: ["compute", "zero-downtime"],
  url: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html",
  types: new Set(["aws:autoscaling/group:Group"]),
  check({ props }): Finding[] {
    return specificationsOf(props).flatMap(([path, specification]): Finding[] => {
      if (specification === undefined) return [];
      const version = at(specification, "version");
      if (version === UNKNOWN) return [notProvable(`${path}.version`, "whether it is a number")];
      if (/^\d+$/.test(typeof version === "number" ? String(version) : typeof version === "string" ? version : ""))
        return [];
      const given = version === undefined ? "not set, which means $Default" : JSON.stringify(version);
      return [{ message: `${path}.version is ${given}, allowed: a version number` }];
    });
  },
};

/** Every place where a group can name a launch template. */
function specificationsOf(props: unknown): [path: string, specification: unknown][] {
  const mixed = "mixedInstancesPolicy.launchTemplate";
  const template = at(props, "mixedInstancesPolicy", "launchTemplate");
  return [
    ["launchTemplate", at(props, "launchTemplate")],
    [`${mixed}.launchTemplateSpecification`, at(template, "launchTemplateSpecification")],
    ...itemsAt(template, "overrides").map((override, i): [string, unknown] => [
      `${mixed}.overrides[${i}].launchTemplateSpecification`,
      at(override, "launchTemplateSpecification"),
    ]),
  ];
}
