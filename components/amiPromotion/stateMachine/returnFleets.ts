import { CAUSE, jsonata, literal, NOW, type Catcher, type State, type States, type Tasks } from "./asl";
import type { DefinitionInput } from "./input";
import { pollSeconds } from "./poll";
import { refreshOf, UNDER_WAY } from "./refresh";

/** States of an instance refresh in which it can be rolled back. */
const ON_ITS_WAY = "['Pending', 'InProgress', 'Baking']";

/** States of a last refresh after which all instances are of the group's own version; after others some may be new. */
const COMPLETE = "['none', 'Successful', 'RollbackSuccessful']";

/**
 * Brings every fleet back to the version that it had before: a refresh that is on its way is rolled back, one that had
 * succeeded is done again with the old version, while the instances in service keep serving. A fleet that cannot be
 * brought back does not keep the others from it.
 */
export function returnFleets(name: string, input: DefinitionInput, tasks: Tasks, next: string): States {
  const { timeouts, refresh } = input;
  const fleet = "$states.input";
  const onError: Catcher[] = [
    {
      ErrorEquals: ["States.ALL"],
      Output: jsonata(`$merge([${fleet}, {'status': $states.errorOutput.Error, 'reason': ${CAUSE}}])`),
      Next: "The return failed",
    },
  ];
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
      onError,
    }),
    "Is it at rest": {
      Type: "Choice",
      Choices: [
        {
          Condition: jsonata(`${fleet}.status in ${UNDER_WAY} and ${NOW} > ${fleet}.deadline`),
          Next: "The return takes too long",
        },
        {
          Condition: jsonata(`${fleet}.status in ${ON_ITS_WAY} and ${fleet}.tries = 0`),
          Next: "Roll the refresh back",
        },
        { Condition: jsonata(`${fleet}.status in ${UNDER_WAY}`), Next: "Wait for the return" },
      ],
      Default: "Look at the version",
    },
    ...tasks.task("Roll the refresh back", {
      resource: "aws-sdk:autoscaling:rollbackInstanceRefresh",
      arguments: { AutoScalingGroupName: jsonata(`${fleet}.group`) },
      output: jsonata(fleet),
      next: "Wait for the return",
      onError: [
        // It has ended since it was looked at.
        {
          ErrorEquals: ["AutoScaling.ActiveInstanceRefreshNotFoundException"],
          Output: jsonata(fleet),
          Next: "Wait for the return",
        },
        ...onError,
      ],
    }),
    "Wait for the return": { Type: "Wait", Seconds: pollSeconds(input), Next: "Look at the last refresh" },
    ...tasks.task("Look at the version", {
      resource: "aws-sdk:autoscaling:describeAutoScalingGroups",
      arguments: { AutoScalingGroupNames: [jsonata(`${fleet}.group`)] },
      output: jsonata(`$merge([${fleet}, {'serves': $states.result.AutoScalingGroups[0].LaunchTemplate.Version}])`),
      next: "Is it the old one",
      onError,
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
      onError,
    }),
    "The old servers serve": { Type: "Succeed", Output: jsonata("{'problem': ''}") },
    "The return takes too long": notBack(fleet, `is not back after ${timeouts.refresh} minutes`),
    "The return failed": notBack(fleet, "could not be brought back"),
  };
  return {
    [name]: {
      Type: "Map",
      Items: jsonata("$before"),
      MaxConcurrency: 1,
      ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, StartAt: "Allow time to return", States: states },
      Assign: {
        returned: jsonata(
          "( $problems := $states.result.problem[$ != '']; $count($problems) = 0 ? 'returned' : 'failed: ' & $join($problems, '; ') )",
        ),
      },
      Catch: [{ ErrorEquals: ["States.ALL"], Assign: { returned: jsonata(`'failed: ' & ${CAUSE}`) }, Next: next }],
      Next: next,
    },
  };
}

const notBack = (fleet: string, what: string): State => ({
  Type: "Succeed",
  Output: jsonata(`{'problem': ${fleet}.group & ${literal(` ${what}: `)} & ${fleet}.status & ' ' & ${fleet}.reason}`),
});
