/**
 * The parts of the Amazon States Language that the promotion uses, with JSONata as the query language.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */

/** A state; which fields it has depends on its type. */
export type State = { Type: "Task" | "Pass" | "Choice" | "Wait" | "Map" | "Succeed" | "Fail" } & Record<
  string,
  unknown
>;

export type States = Record<string, State>;

/** States that are entered at `start` and leave for the state that they were made with. */
export interface Section {
  start: string;
  states: States;
}

/** A state machine's definition. */
export interface Definition {
  Comment: string;
  QueryLanguage: "JSONata";
  StartAt: string;
  TimeoutSeconds: number;
  States: States;
}

/** Makes the next part of a definition out of the name of the state that follows it. */
export type Step = (next: string) => Section;

/** Marks a JSONata expression. */
export const jsonata = (expression: string): string => `{% ${expression} %}`;

/** A JSONata text literal. */
export const literal = (text: string): string => JSON.stringify(text);

/** Seconds that a call to an AWS API may take, retries included. */
const CALL_TIMEOUT = 60;

/** The state that every failure leads to. */
export const AFTER_FAILURE = "After a failure";

/**
 * Names by which services say that they are asked too often. All else is not worth another try: it would fail again, or do
 * twice what must happen once.
 */
const THROTTLING = [
  "AutoScaling.ThrottlingException",
  "CodeBuild.ThrottlingException",
  "CodeDeploy.ThrottlingException",
  "DynamoDb.ProvisionedThroughputExceededException",
  "DynamoDb.RequestLimitExceededException",
  "DynamoDb.ThrottlingException",
  "Ec2.RequestLimitExceededException",
  "S3.SlowDownException",
  "Sns.ThrottledException",
  "Ssm.ThrottlingException",
  "Ssm.TooManyUpdatesException",
  "States.Http.StatusCode.429",
];

/** EC2 and Auto Scaling name some of their errors only in the text; what merely reads may be asked again after any of them. */
const OF_READING = ["AutoScaling.AutoScalingException", "Ec2.Ec2Exception"];

/** A task of the promotion. */
export interface TaskArgs {
  /** Integration without the ARN's beginning, e.g. `aws-sdk:ec2:createImage`. */
  resource: string;
  /** Fields, or an expression that makes all of them. */
  arguments: Record<string, unknown> | string;
  next: string;
  /** Seconds; a minute by default. */
  timeoutSeconds?: number;
  assign?: Record<string, unknown>;
  output?: unknown;
  /** What else is tried again, besides throttling. */
  retry?: Retrier;
  /** What happens on an error; the failure path by default. `none` leaves it to the Map that the state is in. */
  onError?: Catcher[] | "none";
}

/** When an error is worth another try. */
export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds: number;
  MaxAttempts: number;
  BackoffRate: number;
}

/** Where an error leads. */
export interface Catcher {
  ErrorEquals: string[];
  Next: string;
  Assign?: Record<string, unknown>;
  Output?: unknown;
}

/** Makes the task states of one partition. */
export class Tasks {
  constructor(private readonly partition: string) {}

  /** The state called `name`, whose failure is told by that name. */
  task(
    name: string,
    { resource, arguments: args, next, timeoutSeconds, assign, output, retry, onError }: TaskArgs,
  ): States {
    const catchers = onError === "none" ? [] : (onError ?? [catchAll(name)]);
    const reads = /:(describe|get|list)[A-Z]/.test(resource);
    return {
      [name]: {
        Type: "Task",
        Resource: `arn:${this.partition}:states:::${resource}`,
        Arguments: args,
        TimeoutSeconds: timeoutSeconds ?? CALL_TIMEOUT,
        Retry: [
          {
            ErrorEquals: reads ? [...THROTTLING, ...OF_READING] : THROTTLING,
            IntervalSeconds: 2,
            MaxAttempts: 6,
            BackoffRate: 2,
            JitterStrategy: "FULL",
          },
          ...(retry ? [retry] : []),
        ],
        ...(assign && { Assign: assign }),
        ...(output !== undefined && { Output: output }),
        ...(catchers.length > 0 && { Catch: catchers }),
        Next: next,
      },
    };
  }
}

/** Why a state failed; an error without a cause has its name alone. */
export const CAUSE =
  "($exists($states.errorOutput.Cause) ? $substring($states.errorOutput.Cause, 0, 2000) : $states.errorOutput.Error)";

/** Leads any error to the failure path, with the name of the step. */
export function catchAll(step: string, more: Record<string, unknown> = {}): Catcher {
  const cause = "$exists($states.errorOutput.Cause) ? $substring($states.errorOutput.Cause, 0, 2000) : ''";
  return {
    ErrorEquals: ["States.ALL"],
    Next: AFTER_FAILURE,
    Assign: { failure: { step, error: jsonata("$states.errorOutput.Error"), cause: jsonata(cause), ...more } },
  };
}

/** A failure that the promotion finds itself; `cause` is a JSONata expression. */
export function failure(step: string, error: string, cause: string): { Assign: Record<string, unknown>; Next: string } {
  return { Assign: { failure: { step, error: `Promotion.${error}`, cause: jsonata(cause) } }, Next: AFTER_FAILURE };
}

/** Steps one after the other. */
export function inOrder(...steps: Step[]): Step {
  return (next) =>
    steps.reduceRight<Section>(
      (rest, step) => {
        const section = step(rest.start);
        return { start: section.start, states: { ...section.states, ...rest.states } };
      },
      { start: next, states: {} },
    );
}

/** Milliseconds since 1970 when the state was entered. */
export const NOW = "$toMillis($states.context.State.EnteredTime)";
