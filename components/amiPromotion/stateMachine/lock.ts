import { catchAll, jsonata, type Step, type Tasks } from "./asl";
import type { DefinitionInput } from "./input";

/** Keys of the table's two items. */
export const LOCK = "lock";
export const STATE = "state";

/** Every variable has a value from the beginning: an expression that meets one without is an error. */
const NOTHING = jsonata("''");

const TAKEN = "DynamoDb.ConditionalCheckFailedException";

/**
 * Two promotions of one environment would undo each other: the first holds a lock, the second is refused. The lock of an
 * execution that was stopped or timed out is taken over.
 */
export function lock({ table }: DefinitionInput, tasks: Tasks): Step {
  const item = {
    id: { S: LOCK },
    execution: { S: jsonata("$execution") },
    since: { S: jsonata("$states.context.State.EnteredTime") },
  };
  return (next) => ({
    start: "Begin",
    states: {
      Begin: {
        Type: "Pass",
        Assign: {
          request: jsonata("$states.input"),
          execution: jsonata("$states.context.Execution.Id"),
          run: jsonata("$states.context.Execution.Name"),
          holder: NOTHING,
          holderStatus: NOTHING,
          candidateImage: NOTHING,
          candidateRelease: NOTHING,
          release: NOTHING,
          deploying: NOTHING,
          imageId: NOTHING,
          imageState: NOTHING,
          imageDeadline: 0,
          before: [],
          currentImage: NOTHING,
          scriptKey: NOTHING,
          refreshing: false,
          returned: "unchanged",
          notes: [],
          failure: {},
          details: NOTHING,
        },
        Next: "Lock the environment",
      },
      ...tasks.task("Lock the environment", {
        resource: "aws-sdk:dynamodb:putItem",
        arguments: { TableName: table, Item: item, ConditionExpression: "attribute_not_exists(id)" },
        next,
        onError: [{ ErrorEquals: [TAKEN], Next: "Read the lock" }, catchAll("Lock the environment")],
      }),
      ...tasks.task("Read the lock", {
        resource: "aws-sdk:dynamodb:getItem",
        arguments: { TableName: table, Key: { id: { S: LOCK } }, ConsistentRead: true },
        assign: { holder: jsonata("$exists($states.result.Item) ? $states.result.Item.execution.S : ''") },
        next: "Is there a holder",
      }),
      "Is there a holder": {
        Type: "Choice",
        // It may have been released since.
        Choices: [{ Condition: jsonata("$holder = ''"), Next: "Lock the environment" }],
        Default: "Look at the other execution",
      },
      ...tasks.task("Look at the other execution", {
        resource: "aws-sdk:sfn:describeExecution",
        arguments: { ExecutionArn: jsonata("$holder") },
        assign: { holderStatus: jsonata("$states.result.Status") },
        next: "Is the other execution over",
        onError: [
          { ErrorEquals: ["Sfn.ExecutionDoesNotExistException"], Next: "Take the lock over" },
          catchAll("Look at the other execution"),
        ],
      }),
      "Is the other execution over": {
        Type: "Choice",
        Choices: [{ Condition: jsonata("$holderStatus in ['RUNNING', 'PENDING_REDRIVE']"), Next: "Refused" }],
        Default: "Take the lock over",
      },
      ...tasks.task("Take the lock over", {
        resource: "aws-sdk:dynamodb:putItem",
        arguments: {
          TableName: table,
          Item: item,
          ConditionExpression: "execution = :holder",
          ExpressionAttributeValues: { ":holder": { S: jsonata("$holder") } },
        },
        next,
        onError: [{ ErrorEquals: [TAKEN], Next: "Refused" }, catchAll("Take the lock over")],
      }),
      Refused: {
        Type: "Fail",
        Error: "Promotion.Refused",
        Cause: jsonata("'another promotion of this environment is running: ' & $holder"),
      },
    },
  });
}

/** Lets the next promotion begin; `name` differs between the ways to the end. */
export function unlock(name: string, { table }: DefinitionInput, tasks: Tasks): Step {
  return (next) => ({
    start: name,
    states: tasks.task(name, {
      resource: "aws-sdk:dynamodb:deleteItem",
      arguments: {
        TableName: table,
        Key: { id: { S: LOCK } },
        ConditionExpression: "execution = :execution",
        ExpressionAttributeValues: { ":execution": { S: jsonata("$execution") } },
      },
      next,
      // The lock of an execution that is over does not hold the next one up.
      onError: [{ ErrorEquals: ["States.ALL"], Next: next }],
    }),
  });
}
