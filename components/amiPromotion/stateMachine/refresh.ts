import { catchAll, failure, jsonata, NOW, type States, type Step, type Tasks } from "./asl";
import type { DefinitionInput } from "./input";
import { pollSeconds } from "./poll";

/** States of an instance refresh that go on by themselves. */
export const UNDER_WAY = "['Pending', 'InProgress', 'Baking', 'Cancelling', 'RollbackInProgress']";

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

function replaceFleet(input: DefinitionInput, tasks: Tasks): States {
  const { refresh, timeouts } = input;
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
    "Wait for the refresh": { Type: "Wait", Seconds: pollSeconds(input), Next: "Look at the refresh" },
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
          Condition: jsonata(`${fleet}.status in ${UNDER_WAY} and ${NOW} < ${fleet}.deadline`),
          Next: "Wait for the refresh",
        },
        { Condition: jsonata(`${fleet}.status in ${UNDER_WAY}`), Next: "The refresh takes too long" },
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
export function refreshOf(refresh: string): string {
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
