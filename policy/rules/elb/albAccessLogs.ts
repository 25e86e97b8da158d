import { mustBe, type Finding, type ResourceRule } from "../../rule";
import { at } from "../../values";
import { isApplication, LOAD_BALANCER } from "./types";

export const albAccessLogs: ResourceRule = {
  name: "alb-access-logs",
  description: "Application load balancers log every request to a bucket.",
  why: "Metrics count errors; which caller, path and target they belong to is in the access log alone.",
  fix: "Set `accessLogs: { enabled: true, bucket }`; the bucket's policy lets the log delivery service write.",
  severity: "medium",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote: "The bucket may be unknown, as a new one is; a switch that is unknown is seen by the update.",
  topics: ["load-balancer", "logs"],
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
  types: LOAD_BALANCER,
  check({ props }): Finding[] {
    // A bucket alone logs nothing: the switch is off by default.
    return isApplication(props) ? mustBe("accessLogs.enabled", at(props, "accessLogs", "enabled"), true) : [];
  },
};
