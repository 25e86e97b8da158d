import { mustBe, notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, itemsAt, UNKNOWN } from "../../values";

const EVENTS = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"];

export const codedeployRollbackAndAlarms: ResourceRule = {
  name: "codedeploy-rollback-and-alarms",
  description: "A deployment group watches alarms, and takes back a deployment that fails or during which one rings.",
  why: "A revision that starts and then fails its users stays where it is until somebody is awake.",
  fix: `Enable \`alarmConfiguration\` with alarms, and \`autoRollbackConfiguration\` with ${EVENTS.join(" and ")}.`,
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "The names of alarms may be unknown, their list may not.",
  topics: ["pipeline", "zero-downtime"],
  url: "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html",
  types: new Set(["aws:codedeploy/deploymentGroup:DeploymentGroup"]),
  check({ props }): Finding[] {
    const events = itemsAt(props, "autoRollbackConfiguration", "events");
    const missing = events.includes(UNKNOWN) ? [] : EVENTS.filter((event) => !events.includes(event));
    const alarms = at(props, "alarmConfiguration", "alarms");
    const rollback = at(props, "autoRollbackConfiguration", "enabled");
    return [
      ...mustBe("autoRollbackConfiguration.enabled", rollback, true),
      ...missing.map((event) => ({ message: `autoRollbackConfiguration.events does not name ${event}` })),
      ...mustBe("alarmConfiguration.enabled", at(props, "alarmConfiguration", "enabled"), true),
      ...(alarms === UNKNOWN ? [notProvable("alarmConfiguration.alarms", "whether it names any")] : []),
      ...(alarms === UNKNOWN || (Array.isArray(alarms) && alarms.length > 0)
        ? []
        : [{ message: "alarmConfiguration.alarms names none" }]),
    ];
  },
};
