import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, shown, UNKNOWN } from "../../values";

const LEAST = 2;

export const asgMinTwo: ResourceRule = {
  name: "asg-min-two",
  description: `Auto Scaling groups never have fewer than ${LEAST} instances, unless they are switched off.`,
  why: "A group that may shrink to one instance is down with that instance, or with its zone, until another has started.",
  fix: `Set \`minSize\` to ${LEAST} or more; \`maxSize: 0\` switches a group off. In a stack file: \`cluster.instances.minSize\`.`,
  severity: "high",
  level: "advisory",
  unknown: "fails",
  unknownNote: "An unknown number could be one.",
  topics: ["compute", "zero-downtime"],
  url: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html",
  types: new Set(["aws:autoscaling/group:Group"]),
  check({ props }): Finding[] {
    const [least, most] = [at(props, "minSize"), at(props, "maxSize")];
    if (most === 0) return [];
    if (least === UNKNOWN) return [notProvable("minSize", `whether it is at least ${LEAST}`)];
    return typeof least === "number" && least >= LEAST
      ? []
      : [{ message: `minSize is ${shown(least)}, at least ${LEAST}` }];
  },
};
