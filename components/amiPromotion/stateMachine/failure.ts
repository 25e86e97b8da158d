import { AFTER_FAILURE, jsonata, literal, type States, type Tasks } from "./asl";
import type { DefinitionInput } from "./input";
import { STATE, unlock } from "./lock";
import { put } from "./record";
import { returnFleets } from "./returnFleets";

/**
 * What follows every failure: the old servers serve again where they did not, what the failed command said last is looked
 * up, the step is recorded, people are told, and the next promotion may begin.
 */
export function failurePath(input: DefinitionInput, tasks: Tasks): States {
  const { table, commands, environment, topicArn } = input;
  const tell = "Tell of the failure";
  const recordStep = "Record the failure";
  const look = commands ? "Has the step left words" : recordStep;
  const message = [
    `"The promotion of ${environment} failed at: " & $failure.step`,
    `$failure.error & ": " & ($details = "" ? $failure.cause : $details)`,
    `"Old servers: " & ($returned = "unchanged" ? "they were not touched and serve" : $returned = "returned" ? "they serve again" : "NOT ALL ARE BACK, LOOK AT ONCE: " & $returned)`,
    `"Image: " & ($imageId = "" ? "none" : $imageId)`,
    `"Run it again: npm run promote -- ${environment}" & ($imageId = "" ? "" : " (goes on with this image while the release is the same)")`,
    `"Execution: " & $execution`,
  ].join(' & "\\n" & ');
  return {
    [AFTER_FAILURE]: {
      Type: "Choice",
      Choices: [{ Condition: jsonata("$refreshing"), Next: "Bring the fleets back" }],
      Default: look,
    },
    ...returnFleets("Bring the fleets back", input, tasks, "Was the image recorded"),
    "Was the image recorded": {
      Type: "Choice",
      // A call that seemed to fail may have been carried out.
      Choices: [{ Condition: jsonata("$currentImage != ''"), Next: "Restore the record" }],
      Default: look,
    },
    ...tasks.task("Restore the record", {
      resource: "aws-sdk:ssm:putParameter",
      arguments: put(input.parameters.current, jsonata("$currentImage")),
      next: look,
      onError: [{ ErrorEquals: ["States.ALL"], Next: look }],
    }),
    ...(commands && {
      [look]: {
        Type: "Choice",
        Choices: [{ Condition: jsonata("$exists($failure.report)"), Next: "Read its words" }],
        Default: recordStep,
      },
      ...tasks.task("Read its words", {
        resource: "aws-sdk:s3:getObject",
        arguments: { Bucket: commands.bucket, Key: jsonata("$failure.report") },
        assign: { details: jsonata("$substring($states.result.Body, 0, 4000)") },
        next: recordStep,
        onError: [{ ErrorEquals: ["States.ALL"], Next: recordStep }],
      }),
    }),
    ...tasks.task(recordStep, {
      resource: "aws-sdk:dynamodb:updateItem",
      arguments: {
        TableName: table,
        Key: { id: { S: STATE } },
        UpdateExpression: "SET failedStep = :step REMOVE reviewToken, reviewScript, reviewExecution",
        // One that never had the lock must not take the review of one that has.
        ConditionExpression: "attribute_not_exists(reviewExecution) OR reviewExecution = :execution",
        ExpressionAttributeValues: {
          ":step": { S: jsonata("$failure.step") },
          ":execution": { S: jsonata("$execution") },
        },
      },
      next: tell,
      onError: [{ ErrorEquals: ["States.ALL"], Next: tell }],
    }),
    ...tasks.task(tell, {
      resource: "aws-sdk:sns:publish",
      arguments: { TopicArn: topicArn, Subject: `Promotion failed: ${environment}`, Message: jsonata(message) },
      next: "Unlock after the failure",
      onError: [{ ErrorEquals: ["States.ALL"], Next: "Unlock after the failure" }],
    }),
    ...unlock("Unlock after the failure", input, tasks)("Failed").states,
    Failed: {
      Type: "Fail",
      Error: jsonata("$failure.error"),
      Cause: jsonata(`$failure.step & ${literal(": ")} & ($details = '' ? $failure.cause : $details)`),
    },
  };
}
