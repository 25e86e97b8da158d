import type { Account } from "../shared/account";
import { createAlarm } from "../shared/alarm";
import type * as aws from "../shared/aws";
import type { Scope } from "../shared/scope";
import { createTopic, createTopicKey, subscribeAddresses } from "../shared/topics";
import type { TargetAlarmsArgs } from "./args";

/** The part's name of the alarm about missing instances. */
export const MISSING = "missing";

/** The topic of the instances' region: the one that is given, or one of their own. */
export function alarmTopic(scope: Scope, alarms: TargetAlarmsArgs, account: Account): aws.sns.Topic {
  if ("topic" in alarms) return alarms.topic;
  const key = createTopicKey(scope, "alarms", account, ["alarms"]);
  const topic = createTopic(scope, "alarms", key, account, ["alarms"]);
  subscribeAddresses(scope, "alarms", topic, alarms.emails);
  return topic;
}

/** An alarm while fewer instances are in service than there should be. */
export function watchCount(
  scope: Scope,
  group: aws.autoscaling.Group,
  count: number,
  topic: aws.sns.Topic,
): aws.cloudwatch.MetricAlarm {
  return createAlarm(scope, MISSING, topic, {
    description: `Fewer than ${count} instances of ${scope.name} are in service`,
    namespace: "AWS/AutoScaling",
    metric: "GroupInServiceInstances",
    dimensions: { AutoScalingGroupName: group.name },
    statistic: "Minimum",
    comparison: "LessThanThreshold",
    threshold: count,
    periodSeconds: 60,
    periods: 10,
    missingData: "notBreaching",
  });
}
