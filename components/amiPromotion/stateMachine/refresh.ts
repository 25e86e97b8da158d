import { catchAll, failure, jsonata, literal, NOW, type State, type States, type Step, type Tasks } from "./asl";
import type { DefinitionInput } from "./input";

/** How often a refresh is looked at, in seconds. */
export const POLL_SECONDS = 30;

/** States of an instance refresh that go on by themselves. */
const ON_ITS_WAY = "['Pending', 'InProgress', 'Baking']";
const ON_ITS_WAY_BACK = "['Cancelling', 'RollbackInProgress']";

/** States of a last refresh after which all instances are of the group's own version; after others some may be new. */
const COMPLETE = "['none', 'Successful', 'RollbackSuccessful']";

/**
 * Replaces the instances of each fleet, one fleet after the other. The old version of each is remembered first: the group
 * itself changes its version only when its refresh has succeeded.
 */
export function replaceFleets(input: DefinitionInput, tasks: Tasks): Step {
  const look = "Look at the fleets";
  const step = "Replace the fleets";
  const { fleets } = input;
  const groups = "$states.result.AutoScalingGroups";
  return (next) => ({
    start: look,
    states: {
      ...tasks.task(look, {
        resource: "aws-sdk:autoscaling:describeAutoScalingGroups",
        arguments: { AutoScalingGroupNames: fleets.map(({ group }) => group) },
        assign: {
          before: jsonata(
            `[${groups}.{'group': AutoScalingGroupName, 'template': LaunchTemplate.LaunchTemplateId, 'version': LaunchTemplate.Version}]`,
          ),
        },
        next: "Are all fleets there",
      }),
      "Are all fleets there": {
        Type: "Choice",
        Choices: [
          {
            Condition: jsonata(`$count($before[$exists(version)]) < ${fleets.length}`),
            ...failure(look, "FleetMissing", `$count($before[$exists(version)]) & ' of ${fleets.length} fleets exist'`),
          },
        ],
        Default: "Begin to replace",
      },
      "Begin to replace": { Type: "Pass", Assign: { refreshing: true }, Next: step },
      [step]: {
        Type: "Map",
        Items: fleets,
        MaxConcurrency: 1,
        ItemProcessor: {
          ProcessorConfig: { Mode: "INLINE" },
          StartAt: "Make the template version",
          States: replaceFleet(input, tasks),
        },
        Output: jsonata("$states.input"),
        Catch: [catchAll(step)],
        Next: next,
      },
    },
  });
}

function replaceFleet({ refresh, timeouts }: DefinitionInput, tasks: Tasks): States {
  const { maxHealthyPercent, checkpointPercents, checkpointMinutes, bakeMinutes, alarms } = refresh;
  const fleet = "$states.input";
  return {
    ...tasks.task("Make the template version", {
      resource: "aws-sdk:ec2:createLaunchTemplateVersion",
      arguments: {
        LaunchTemplateId: jsonata(`${fleet}.templateId`),
        // The newest has what `pulumi up` changed since the last promotion.
        SourceVersion: "$Latest",
        VersionDescription: jsonata("$substring('Promotion ' & $run, 0, 255)"),
        LaunchTemplateData: { ImageId: jsonata("$imageId") },
      },
      output: jsonata(
        `$merge([${fleet}, {'version': $string($states.result.LaunchTemplateVersion.VersionNumber), 'deadline': ${NOW} + ${timeouts.refresh * 60_000}}])`,
      ),
      next: "Start the refresh",
      onError: "none",
    }),
    ...tasks.task("Start the refresh", {
      resource: "aws-sdk:autoscaling:startInstanceRefresh",
      arguments: {
        AutoScalingGroupName: jsonata(`${fleet}.group`),
        Strategy: "Rolling",
        DesiredConfiguration: {
          LaunchTemplate: {
            LaunchTemplateId: jsonata(`${fleet}.templateId`),
            Version: jsonata(`${fleet}.version`),
          },
        },
        Preferences: {
          MinHealthyPercentage: 100,
          MaxHealthyPercentage: maxHealthyPercent,
          InstanceWarmup: jsonata(`${fleet}.warmupSeconds`),
          SkipMatching: true,
          AutoRollback: true,
          ScaleInProtectedInstances: "Refresh",
          StandbyInstances: "Terminate",
          ...(alarms.length > 0 && { AlarmSpecification: { Alarms: alarms } }),
          ...(checkpointPercents.length > 0 && {
            CheckpointPercentages: checkpointPercents,
            CheckpointDelay: checkpointMinutes * 60,
          }),
          ...(bakeMinutes > 0 && { BakeTime: bakeMinutes * 60 }),
        },
      },
      output: jsonata(`$merge([${fleet}, {'refresh': $states.result.InstanceRefreshId}])`),
      next: "Wait for the refresh",
      onError: "none",
    }),
    "Wait for the refresh": { Type: "Wait", Seconds: POLL_SECONDS, Next: "Look at the refresh" },
    ...tasks.task("Look at the refresh", {
      resource: "aws-sdk:autoscaling:describeInstanceRefreshes",
      arguments: {
        AutoScalingGroupName: jsonata(`${fleet}.group`),
        InstanceRefreshIds: [jsonata(`${fleet}.refresh`)],
      },
      output: jsonata(`$merge([${fleet}, ${refreshOf("$states.result.InstanceRefreshes[0]")}])`),
      next: "Is the refresh over",
      onError: "none",
    }),
    "Is the refresh over": {
      Type: "Choice",
      Choices: [
        { Condition: jsonata(`${fleet}.status = 'Successful'`), Next: "The fleet is new" },
        {
          Condition: jsonata(`${fleet}.status in ${ON_ITS_WAY} and ${NOW} < ${fleet}.deadline`),
          Next: "Wait for the refresh",
        },
        { Condition: jsonata(`${fleet}.status in ${ON_ITS_WAY}`), Next: "The refresh takes too long" },
        { Condition: jsonata(`${fleet}.status in ${ON_ITS_WAY_BACK}`), Next: "Wait for the refresh" },
      ],
      Default: "The refresh failed",
    },
    "The fleet is new": { Type: "Succeed", Output: jsonata(fleet) },
    // What has begun is taken back where every failure is: see returnFleets.
    "The refresh takes too long": {
      Type: "Fail",
      Error: "Promotion.Timeout",
      Cause: jsonata(
        `'fleet ' & ${fleet}.name & ': the refresh is at ' & ${fleet}.percent & ' % after ${timeouts.refresh} minutes'`,
      ),
    },
    "The refresh failed": {
      Type: "Fail",
      Error: "Promotion.RefreshFailed",
      Cause: jsonata(`'fleet ' & ${fleet}.name & ': ' & ${fleet}.status & ': ' & ${fleet}.reason`),
    },
  };
}

/** What counts of a refresh; a field that is not there yet is empty. */
function refreshOf(refresh: string): string {
  const field = (name: string, otherwise: string) => `$exists(${refresh}.${name}) ? ${refresh}.${name} : ${otherwise}`;
  const fields = {
    status: field("Status", "'none'"),
    reason: field("StatusReason", "''"),
    percent: field("PercentageComplete", "0"),
  };
  return `{${Object.entries(fields)
    .map(([key, value]) => `'${key}': ${value}`)
    .join(", ")}}`;
}

/**
 * Brings every fleet back to the version that it had before: a refresh that is on its way is rolled back, one that had
 * succeeded is done again with the old version, while the instances in service keep serving.
 */
export function returnFleets(name: string, { timeouts, refresh }: DefinitionInput, tasks: Tasks, next: string): States {
  const fleet = "$states.input";
  const limit = timeouts.refresh * 60_000;
  const states: States = {
    "Allow time to return": {
      Type: "Pass",
      Output: jsonata(
        `{'group': ${fleet}.group, 'template': ${fleet}.template, 'old': ${fleet}.version, 'tries': 0, 'deadline': ${NOW} + ${limit}}`,
      ),
      Next: "Look at the last refresh",
    },
    ...tasks.task("Look at the last refresh", {
      resource: "aws-sdk:autoscaling:describeInstanceRefreshes",
      arguments: { AutoScalingGroupName: jsonata(`${fleet}.group`), MaxRecords: 1 },
      output: jsonata(`$merge([${fleet}, ${refreshOf("$states.result.InstanceRefreshes[0]")}])`),
      next: "Is it at rest",
      onError: "none",
    }),
    "Is it at rest": {
      Type: "Choice",
      Choices: [
        { Condition: jsonata(`${NOW} > ${fleet}.deadline`), Next: "The return takes too long" },
        {
          Condition: jsonata(`${fleet}.status in ${ON_ITS_WAY} and ${fleet}.tries = 0`),
          Next: "Roll the refresh back",
        },
        { Condition: jsonata(`${fleet}.status in ${ON_ITS_WAY}`), Next: "Wait for the return" },
        { Condition: jsonata(`${fleet}.status in ${ON_ITS_WAY_BACK}`), Next: "Wait for the return" },
      ],
      Default: "Look at the version",
    },
    ...tasks.task("Roll the refresh back", {
      resource: "aws-sdk:autoscaling:rollbackInstanceRefresh",
      arguments: { AutoScalingGroupName: jsonata(`${fleet}.group`) },
      output: jsonata(fleet),
      next: "Wait for the return",
      onError: "none",
    }),
    "Wait for the return": { Type: "Wait", Seconds: POLL_SECONDS, Next: "Look at the last refresh" },
    ...tasks.task("Look at the version", {
      resource: "aws-sdk:autoscaling:describeAutoScalingGroups",
      arguments: { AutoScalingGroupNames: [jsonata(`${fleet}.group`)] },
      output: jsonata(`$merge([${fleet}, {'serves': $states.result.AutoScalingGroups[0].LaunchTemplate.Version}])`),
      next: "Is it the old one",
      onError: "none",
    }),
    "Is it the old one": {
      Type: "Choice",
      Choices: [
        {
          Condition: jsonata(`${fleet}.serves = ${fleet}.old and ${fleet}.status in ${COMPLETE}`),
          Next: "The old servers serve",
        },
        { Condition: jsonata(`${fleet}.tries = 0`), Next: "Refresh with the old version" },
      ],
      Default: "The return failed",
    },
    ...tasks.task("Refresh with the old version", {
      resource: "aws-sdk:autoscaling:startInstanceRefresh",
      arguments: {
        AutoScalingGroupName: jsonata(`${fleet}.group`),
        Strategy: "Rolling",
        DesiredConfiguration: {
          LaunchTemplate: { LaunchTemplateId: jsonata(`${fleet}.template`), Version: jsonata(`${fleet}.old`) },
        },
        Preferences: {
          MinHealthyPercentage: 100,
          MaxHealthyPercentage: refresh.maxHealthyPercent,
          SkipMatching: true,
          ScaleInProtectedInstances: "Refresh",
          StandbyInstances: "Terminate",
        },
      },
      output: jsonata(`$merge([${fleet}, {'tries': 1}])`),
      next: "Wait for the return",
      onError: "none",
    }),
    "The old servers serve": { Type: "Succeed", Output: jsonata(fleet) },
    "The return takes too long": failed(fleet, `is not back after ${timeouts.refresh} minutes`),
    "The return failed": failed(fleet, "could not be brought back"),
  };
  return {
    [name]: {
      Type: "Map",
      Items: jsonata("$before"),
      MaxConcurrency: 1,
      ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, StartAt: "Allow time to return", States: states },
      Assign: { returned: "returned" },
      Catch: [
        {
          ErrorEquals: ["States.ALL"],
          Assign: {
            returned: jsonata(
              `'failed: ' & ($exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : $states.errorOutput.Error)`,
            ),
          },
          Next: next,
        },
      ],
      Next: next,
    },
  };
}

const failed = (fleet: string, what: string): State => ({
  Type: "Fail",
  Error: "Promotion.ReturnFailed",
  Cause: jsonata(`${fleet}.group & ${literal(` ${what}: `)} & ${fleet}.status & ' ' & ${fleet}.reason`),
});
