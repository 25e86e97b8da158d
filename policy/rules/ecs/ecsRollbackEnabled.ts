import { mustBe, notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, UNKNOWN } from "../../values";

/** Deployment controllers that have a rollback of their own, which is not the service's to configure. */
const OTHER_CONTROLLERS: readonly unknown[] = ["CODE_DEPLOY", "EXTERNAL"];

export const ecsRollbackEnabled: ResourceRule = {
  name: "ecs-rollback-enabled",
  description: "A deployment that fails is rolled back, by the circuit breaker or by alarms.",
  why: "Without it ECS starts tasks of the bad version over and over, until somebody looks.",
  fix:
    "Set `deploymentCircuitBreaker: { enable: true, rollback: true }`, or `alarms: { alarmNames, enable: true, rollback: true }`; " +
    "strategies other than ROLLING need the alarms.",
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown switch could be off. The names of alarms may be unknown, their list may not.",
  topics: ["ecs", "zero-downtime"],
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-failure-detection.html",
  types: new Set(["aws:ecs/service:Service"]),
  check({ props }): Finding[] {
    const controller = at(props, "deploymentController", "type");
    if (OTHER_CONTROLLERS.includes(controller)) return [];
    const strategy = at(props, "deploymentConfiguration", "strategy") ?? "ROLLING";
    const [alarms, breaker] = [missingOf(props, "alarms"), missingOf(props, "deploymentCircuitBreaker")];
    // AWS documents the circuit breaker for ROLLING on every page, for the other strategies on some.
    const ways = strategy === "ROLLING" ? [breaker, alarms] : [alarms];
    if (ways.some((way) => way.length === 0)) return [];
    if (strategy === UNKNOWN && breaker.length === 0) {
      return [notProvable("deploymentConfiguration.strategy", "whether the circuit breaker is enough")];
    }
    const open = ways.find((way) => way.every(({ unknown }) => unknown));
    if (open) return open.slice(0, 1);
    const reasons = ways.map((way) => way.find(({ unknown }) => !unknown)?.message);
    return [{ message: `a failed deployment is not rolled back: ${reasons.join("; ")}` }];
  },
};

/** What one of the two ways lacks; nothing if it rolls back. */
function missingOf(props: unknown, way: "alarms" | "deploymentCircuitBreaker"): Finding[] {
  const value = at(props, way);
  const switches = ["enable", "rollback"].flatMap((name) => mustBe(`${way}.${name}`, at(value, name), true));
  if (way === "deploymentCircuitBreaker") return switches;
  const names = at(value, "alarmNames");
  if (names === UNKNOWN) return [...switches, notProvable("alarms.alarmNames", "whether there are alarms")];
  return Array.isArray(names) && names.length > 0 ? switches : [...switches, { message: "alarms.alarmNames is empty" }];
}
