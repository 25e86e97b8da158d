import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, UNKNOWN } from "../../values";

export const alarmHasAction: ResourceRule = {
  name: "alarm-has-action",
  description: "Every alarm does something when it starts.",
  why: "An alarm that tells nobody is a red light in an empty room.",
  fix: "Give `alarmActions` a topic or another action, and leave `actionsEnabled` on.",
  severity: "medium",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "The ARNs of actions may be unknown, their list may not.",
  topics: ["alarms"],
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html",
  types: new Set(["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"]),
  check({ props }): Finding[] {
    const actions = at(props, "alarmActions");
    const disabled = at(props, "actionsEnabled") === false;
    return [
      ...(disabled ? [{ message: "actionsEnabled is false" }] : []),
      ...(actions === UNKNOWN ? [notProvable("alarmActions", "whether there are any")] : []),
      ...(actions === UNKNOWN || (Array.isArray(actions) && actions.length > 0)
        ? []
        : [{ message: "alarmActions names none" }]),
    ];
  },
};
