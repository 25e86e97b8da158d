import * as aws from "./aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Scope } from "./scope";

/** A CloudWatch alarm on one metric. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html */
export interface AlarmArgs {
  /** What is wrong while the alarm lasts, for the reader of the message. */
  description: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, pulumi.Input<string>>;
  /** A statistic such as `Sum`, or a percentile such as `p99`. */
  statistic: string;
  comparison:
    "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold" | "LessThanThreshold" | "LessThanOrEqualToThreshold";
  threshold: number;
  /** Length of a period in seconds: 60 or a multiple. */
  periodSeconds: number;
  /** Periods in a row that must be over the threshold. */
  periods: number;
  /** How periods without data count: `notBreaching` for counts of errors, `breaching` for signs of life. */
  missingData: "breaching" | "notBreaching";
}

/** Creates an alarm that publishes to `topic` when it starts and when it is over. It bills per month. */
export function createAlarm(
  scope: Scope,
  part: string,
  topic: aws.sns.Topic,
  args: AlarmArgs,
): aws.cloudwatch.MetricAlarm {
  const percentile = /^p\d/.test(args.statistic);
  return new aws.cloudwatch.MetricAlarm(
    scope.id(part),
    {
      name: scope.id(part),
      alarmDescription: args.description,
      namespace: args.namespace,
      metricName: args.metric,
      dimensions: args.dimensions,
      ...(percentile ? { extendedStatistic: args.statistic } : { statistic: args.statistic }),
      comparisonOperator: args.comparison,
      threshold: args.threshold,
      period: args.periodSeconds,
      evaluationPeriods: args.periods,
      treatMissingData: args.missingData,
      alarmActions: [topic.arn],
      okActions: [topic.arn],
      ...scope.common(part),
    },
    scope.child,
  );
}
