import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, shown, UNKNOWN } from "../../values";

export const asgElbHealthCheck: ResourceRule = {
  name: "asg-elb-health-check",
  description: "A group behind a load balancer replaces the instances that the load balancer finds unhealthy.",
  why: "EC2's own check sees that a machine runs, not that its application answers: a refresh would call dead servers healthy.",
  fix: 'Set `healthCheckType: "ELB"` and `healthCheckGracePeriod` to the time that the application takes to start.',
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown type could be EC2; the ids of target groups may be unknown, their list may not.",
  topics: ["compute", "zero-downtime"],
  url: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-checks-overview.html",
  types: new Set(["aws:autoscaling/group:Group"]),
  check({ props }): Finding[] {
    const lists = ["targetGroupArns", "loadBalancers"].map((list) => at(props, list));
    const isBehind = lists.some((list) => list === UNKNOWN || (Array.isArray(list) && list.length > 0));
    const type = at(props, "healthCheckType");
    if (!isBehind || type === "ELB") return [];
    if (type === UNKNOWN) return [notProvable("healthCheckType", 'whether it is "ELB"')];
    return [{ message: `healthCheckType is ${shown(type)}, allowed: "ELB"` }];
  },
};
