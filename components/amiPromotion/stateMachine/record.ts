import { mapBody, type Placeholder } from "../monitoring/body";
import { inOrder, jsonata, literal, type Step, type Tasks } from "./asl";
import type { DefinitionInput } from "./input";
import { STATE } from "./lock";
import { noted } from "./notes";

/** After the new instances have proved themselves: records the image, tells the monitoring service, lets other accounts in. */
export function record(input: DefinitionInput, tasks: Tasks): Step {
  return inOrder(recordImage(input, tasks), tellMonitoring(input, tasks), share(input, tasks));
}

/** Arguments that write an image's id. Of the data type for images SSM says that all is well before it has looked. */
export const put = (Name: string, Value: string) => ({ Name, Value, Overwrite: true });

function recordImage({ table, parameters }: DefinitionInput, tasks: Tasks): Step {
  return (next) => ({
    start: "Read the recorded image",
    states: {
      ...tasks.task("Read the recorded image", {
        resource: "aws-sdk:ssm:getParameter",
        arguments: { Name: parameters.current },
        assign: { currentImage: jsonata("$states.result.Parameter.Value") },
        next: "Is it recorded already",
      }),
      "Is it recorded already": {
        Type: "Choice",
        // The image before stays the way back.
        Choices: [{ Condition: jsonata("$currentImage = $imageId"), Next: "Record the promotion" }],
        Default: "Record the image",
      },
      ...tasks.task("Record the image", {
        resource: "aws-sdk:ssm:putParameter",
        arguments: put(parameters.current, jsonata("$imageId")),
        next: "Record the image before",
      }),
      // The environment runs and has recorded the new image: nothing after this takes it back.
      ...tasks.task("Record the image before", {
        resource: "aws-sdk:ssm:putParameter",
        arguments: put(parameters.previous, jsonata("$currentImage")),
        next: "Record the promotion",
        onError: noted("the way back is not recorded", "Record the promotion"),
      }),
      ...tasks.task("Record the promotion", {
        resource: "aws-sdk:dynamodb:updateItem",
        arguments: {
          TableName: table,
          Key: { id: { S: STATE } },
          UpdateExpression: "SET promotedAt = :now REMOVE failedStep",
          ExpressionAttributeValues: { ":now": { S: jsonata("$states.context.State.EnteredTime") } },
        },
        next,
        onError: noted("the promotion is not recorded", next),
      }),
    },
  });
}

/** The message at the end of a promotion; launches and terminations are told as they happen, by EventBridge. */
function tellMonitoring({ monitoring, environment, fleets }: DefinitionInput, tasks: Tasks): Step {
  return (next) => {
    if (!monitoring) return { start: next, states: {} };
    const groups = fleets.map(({ group }) => group).join(",");
    const values: Record<Placeholder, string> = {
      event: literal("promoted"),
      environment: literal(environment),
      group: literal(groups),
      instance: literal(""),
      image: "$imageId",
      time: "$states.context.State.EnteredTime",
    };
    const body = mapBody(JSON.parse(monitoring.body), (parts) =>
      jsonata(parts.map((part) => ("literal" in part ? literal(part.literal) : values[part.placeholder])).join(" & ")),
    );
    const name = "Tell the monitoring service";
    return {
      start: name,
      states: tasks.task(name, {
        resource: "http:invoke",
        arguments: {
          ApiEndpoint: monitoring.endpoint,
          Method: monitoring.method,
          Authentication: { ConnectionArn: monitoring.connectionArn },
          Headers: { "Content-Type": "application/json" },
          RequestBody: body,
        },
        next,
        // A good release is not taken back because of a service that does not answer.
        onError: noted("the monitoring service was not told", next),
      }),
    };
  };
}

/** Lets other accounts start instances from the image, and copy its snapshots. */
function share({ shareWith }: DefinitionInput, tasks: Tasks): Step {
  return (next) => {
    if (shareWith.length === 0) return { start: next, states: {} };
    const onError = noted("the image is not shared", next);
    return {
      start: "Share the image",
      states: {
        ...tasks.task("Share the image", {
          resource: "aws-sdk:ec2:modifyImageAttribute",
          arguments: {
            ImageId: jsonata("$imageId"),
            LaunchPermission: { Add: shareWith.map((UserId) => ({ UserId })) },
          },
          next: "Look at its snapshots",
          onError,
        }),
        ...tasks.task("Look at its snapshots", {
          resource: "aws-sdk:ec2:describeImages",
          arguments: { ImageIds: [jsonata("$imageId")] },
          output: jsonata("[$states.result.Images[0].BlockDeviceMappings.Ebs.SnapshotId]"),
          next: "Share its snapshots",
          onError,
        }),
        "Share its snapshots": {
          Type: "Map",
          Items: jsonata("$states.input"),
          ItemProcessor: {
            ProcessorConfig: { Mode: "INLINE" },
            StartAt: "Share a snapshot",
            States: {
              ...tasks.task("Share a snapshot", {
                resource: "aws-sdk:ec2:modifySnapshotAttribute",
                arguments: {
                  SnapshotId: jsonata("$states.input"),
                  Attribute: "createVolumePermission",
                  CreateVolumePermission: { Add: shareWith.map((UserId) => ({ UserId })) },
                },
                next: "The snapshot is shared",
                onError: "none",
              }),
              "The snapshot is shared": { Type: "Succeed" },
            },
          },
          Catch: onError,
          Next: next,
        },
      },
    };
  };
}
