import { buildspec, type Step as Command } from "../commands/buildspec";
import { catchAll, jsonata, literal, type Retrier, type State, type States, type Step, type Tasks } from "./asl";
import type { CommandsInput, DefinitionInput } from "./input";
import { STATE } from "./lock";

/** CodeBuild's own least limit. */
const SHORTEST_MINUTES = 5;

/** For a build to be queued, started and stopped. */
const AROUND_MINUTES = 15;

/** Minutes that a run may take at most: CodeBuild ends it before, so that nothing runs on that the promotion has given up. */
export const longestRun = (minutes: number): number => Math.max(SHORTEST_MINUTES, minutes) + AROUND_MINUTES;

/** Minutes that a run waits for another one to end. */
export const BUSY_MINUTES = 30;

/** The project takes one run at a time and refuses others: of the release box's deployments, or one that a promotion gave up. */
const WHILE_BUSY: Retrier = {
  ErrorEquals: ["CodeBuild.AccountLimitExceededException"],
  IntervalSeconds: 60,
  MaxAttempts: BUSY_MINUTES,
  BackoffRate: 1,
};

/** A run of the commands' project. */
interface Run {
  /** Name of the state. */
  name: string;
  command: Command;
  minutes: number;
  next: string;
  /** Key of the reviewed script, an expression. */
  scriptKey?: string;
}

/** Runs a command in the environment's network and waits for its end. What it says last is kept for the message of a failure. */
export function runCommand(
  commands: CommandsInput,
  { name, command, minutes, next, scriptKey }: Run,
  tasks: Tasks,
): States {
  const variables = [
    { Name: "STEPS", Value: command },
    { Name: "RUN", Value: jsonata("$run") },
    ...(scriptKey ? [{ Name: "SCRIPT_KEY", Value: scriptKey }] : []),
  ];
  return tasks.task(name, {
    resource: "codebuild:startBuild.sync",
    arguments: {
      ProjectName: commands.project,
      EnvironmentVariablesOverride: variables.map((variable) => ({ ...variable, Type: "PLAINTEXT" })),
      ...(command === "tests" && { BuildspecOverride: buildspec(commands.report) }),
      TimeoutInMinutesOverride: Math.max(SHORTEST_MINUTES, minutes),
      QueuedTimeoutInMinutesOverride: SHORTEST_MINUTES,
    },
    timeoutSeconds: longestRun(minutes) * 60,
    retry: WHILE_BUSY,
    next,
    onError: [catchAll(name, { report: jsonata(`'runs/' & $run & '/${command}.txt'`) })],
  });
}

/** Updates the database; where it is wanted, only after somebody has approved the script. */
export function database(input: DefinitionInput, tasks: Tasks): Step {
  return (next) => {
    const { commands, timeouts } = input;
    if (!commands || commands.database === "none") return { start: next, states: {} };
    const { database: kind } = commands;
    const minutes = timeouts.database;
    const update = (name: string, scriptKey?: string) =>
      runCommand(commands, { name, command: "database", minutes, next, ...(scriptKey && { scriptKey }) }, tasks);
    const wanted = kind === "reviewed" ? "true" : "$exists($request.reviewDatabase) and $request.reviewDatabase";
    return {
      start: "Does the database change",
      states: {
        "Does the database change": {
          Type: "Choice",
          Choices: [
            // The way back leaves the database: it must work with the release before, as it did during the refresh.
            { Condition: jsonata("$exists($request.rollback) and $request.rollback"), Next: next },
            ...(kind === "update" ? [] : [{ Condition: jsonata(wanted), Next: "Write the database script" }]),
          ],
          Default: "Update the database",
        },
        ...(kind === "update" ? {} : review(input, commands, tasks)),
        ...(kind === "update" ? {} : update("Update the database as reviewed", jsonata("$scriptKey"))),
        ...update("Update the database"),
      },
    };
  };
}

/** Where the script of this execution is kept. */
const SCRIPT_KEY = "'runs/' & $run & '/database.sql'";

function review(input: DefinitionInput, commands: CommandsInput, tasks: Tasks): States {
  const { environment, table, timeouts } = input;
  const message = [
    literal(`The database script of ${environment} waits for your review.`),
    `${literal(`Read it:    aws s3 cp s3://${commands.bucket}/`)} & ${SCRIPT_KEY} & " -"`,
    literal(`Approve it: npm run promote -- approve ${environment}`),
    literal(`Reject it:  npm run promote -- reject ${environment} --reason "..."`),
    literal(`Without a word within ${timeouts.review} minutes the promotion stops, and nothing is changed.`),
    '"Execution: " & $execution',
  ].join(' & "\\n" & ');
  const write = { name: "Write the database script", minutes: timeouts.database, next: "Ask for the review" };
  return {
    ...runCommand(commands, { ...write, command: "database-script" }, tasks),
    ...tasks.task("Ask for the review", {
      resource: "aws-sdk:sns:publish",
      arguments: {
        TopicArn: input.topicArn,
        Subject: `Review: database of ${environment}`,
        Message: jsonata(message),
      },
      next: "Wait for the review",
    }),
    ...tasks.task("Wait for the review", {
      resource: "aws-sdk:dynamodb:updateItem.waitForTaskToken",
      arguments: {
        TableName: table,
        Key: { id: { S: STATE } },
        UpdateExpression: "SET reviewToken = :token, reviewScript = :script, reviewExecution = :execution",
        ExpressionAttributeValues: {
          ":token": { S: jsonata("$states.context.Task.Token") },
          ":script": { S: jsonata(SCRIPT_KEY) },
          ":execution": { S: jsonata("$execution") },
        },
      },
      timeoutSeconds: timeouts.review * 60,
      assign: { scriptKey: jsonata(SCRIPT_KEY) },
      next: "End the review",
    }),
    ...tasks.task("End the review", {
      resource: "aws-sdk:dynamodb:updateItem",
      arguments: {
        TableName: table,
        Key: { id: { S: STATE } },
        UpdateExpression: "REMOVE reviewToken, reviewScript, reviewExecution",
      },
      next: "Update the database as reviewed",
      // A token that was used is of no more use.
      onError: [{ ErrorEquals: ["States.ALL"], Next: "Update the database as reviewed" }],
    }),
  };
}

/** Setup packages and regression tests, against the new instances. */
export function verify({ commands, timeouts }: DefinitionInput, tasks: Tasks): Step {
  return (next) => {
    if (!commands || (!commands.setupPackages && !commands.tests)) return { start: next, states: {} };
    const afterSetup = commands.tests ? "Run the regression tests" : next;
    const isRollback: State = {
      Type: "Choice",
      Choices: [{ Condition: jsonata("$exists($request.rollback) and $request.rollback"), Next: next }],
      Default: commands.setupPackages ? "Run the setup packages" : afterSetup,
    };
    return {
      start: "Is there something to verify",
      states: {
        "Is there something to verify": isRollback,
        ...(commands.setupPackages &&
          runCommand(
            commands,
            {
              name: "Run the setup packages",
              command: "setup-packages",
              minutes: timeouts.setupPackages,
              next: afterSetup,
            },
            tasks,
          )),
        ...(commands.tests &&
          runCommand(
            commands,
            { name: "Run the regression tests", command: "tests", minutes: timeouts.tests, next },
            tasks,
          )),
      },
    };
  };
}
