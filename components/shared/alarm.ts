import * as aws from "./aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Scope } from "./scope";

/** A metric of CloudWatch. */
export interface Metric {
  namespace: string;
  metric: string;
  dimensions: Record<string, pulumi.Input<string>>;
  /** A statistic such as `Sum`, or a percentile such as `p99`. */
  statistic: string;
}

/** When an alarm starts, and what happens then. */
interface Condition {
  /** What is wrong while the alarm lasts, for the reader of the message. */
  description: string;
  comparison:
    "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold" | "LessThanThreshold" | "LessThanOrEqualToThreshold";
  threshold: number;
  /** Length of a period in seconds: 60 or a multiple. */
  periodSeconds: number;
  /** Periods in a row that must be over the threshold. */
  periods: number;
  /** How periods without data count: `notBreaching` for counts of errors, `breaching` for signs of life. */
  missingData: "breaching" | "notBreaching";
  /** ARNs of what else happens when the alarm starts, such as scaling policies. */
  actions?: pulumi.Input<string>[];
}

/** A CloudWatch alarm on one metric. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html */
export type AlarmArgs = Condition & Metric;

/** A CloudWatch alarm on metric math. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
export interface MathAlarmArgs extends Condition {
  /** Refers to the metrics by their names, e.g. `wanted - running`. */
  expression: string;
  /** Metrics by lower-case names. */
  metrics: Record<string, Metric>;
}

/** Creates an alarm that publishes to `topic` when it starts and when it is over. It bills per month. */
export function createAlarm(
  scope: Scope,
  part: string,
  topic: aws.sns.Topic,
  args: AlarmArgs,
): aws.cloudwatch.MetricAlarm {
  const percentile = /^p\d/.test(args.statistic);
  return newAlarm(scope, part, topic, args, {
    namespace: args.namespace,
    metricName: args.metric,
    dimensions: args.dimensions,
    ...(percentile ? { extendedStatistic: args.statistic } : { statistic: args.statistic }),
    period: args.periodSeconds,
  });
}

/** Creates an alarm on a value that is computed of metrics. It bills per metric and month. */
export function createMathAlarm(
  scope: Scope,
  part: string,
  topic: aws.sns.Topic,
  args: MathAlarmArgs,
): aws.cloudwatch.MetricAlarm {
  const metricQueries = Object.entries(args.metrics).map(([id, metric]) => ({
    id,
    metric: {
      namespace: metric.namespace,
      metricName: metric.metric,
      dimensions: metric.dimensions,
      stat: metric.statistic,
      period: args.periodSeconds,
    },
  }));
  const result = { id: "result", expression: args.expression, label: args.description, returnData: true };
  return newAlarm(scope, part, topic, args, { metricQueries: [...metricQueries, result] });
}

function newAlarm(
  scope: Scope,
  part: string,
  topic: aws.sns.Topic,
  args: Condition,
  watched: Partial<aws.cloudwatch.MetricAlarmArgs>,
): aws.cloudwatch.MetricAlarm {
  return new aws.cloudwatch.MetricAlarm(
    scope.id(part),
    {
      name: scope.id(part),
      alarmDescription: args.description,
      ...watched,
      comparisonOperator: args.comparison,
      threshold: args.threshold,
      evaluationPeriods: args.periods,
      treatMissingData: args.missingData,
      alarmActions: [topic.arn, ...(args.actions ?? [])],
      okActions: [topic.arn],
      ...scope.common(part),
    },
    scope.child,
  );
}
