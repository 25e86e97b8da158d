import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, shown, UNKNOWN } from "../../values";
import { TARGET_GROUP } from "./types";

export const tgDeregistrationDelaySet: ResourceRule = {
  name: "tg-deregistration-delay-set",
  description: "Target groups say how long a target that leaves may finish its requests.",
  why: "0 cuts requests off; the 300 seconds that AWS takes by itself hold up every deployment and every rollback.",
  fix: "Set `deregistrationDelay` to the seconds that the slowest request takes, e.g. 30.",
  severity: "medium",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote: "A number that is unknown could be 0; the update sees it.",
  topics: ["load-balancer", "zero-downtime"],
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html",
  types: TARGET_GROUP,
  check({ props }): Finding[] {
    // Functions do not drain.
    if (at(props, "targetType") === "lambda") return [];
    const seconds = at(props, "deregistrationDelay");
    if (seconds === UNKNOWN) return [notProvable("deregistrationDelay", "whether requests are cut off")];
    // Older versions of the provider have it as text.
    const isNumber = typeof seconds === "number" || (typeof seconds === "string" && /^\d+$/.test(seconds));
    return isNumber && Number(seconds) > 0
      ? []
      : [{ message: `deregistrationDelay is ${shown(seconds)}, allowed: seconds, 1 or more` }];
  },
};
