import { failure, jsonata, literal, NOW, type Section, type States, type Step, type Tasks } from "./asl";
import type { DefinitionInput, EnvironmentInput, ReleaseBoxInput } from "./input";
import { STATE } from "./lock";
import { pollSeconds } from "./poll";

/**
 * Finds the image to promote, or makes it: once for each release, so that a promotion that failed later goes on with the
 * image that it made.
 */
export function image(input: DefinitionInput, tasks: Tasks): Step {
  return (next) => {
    const { source: from } = input;
    const source =
      from.kind === "releaseBox" ? fromReleaseBox(input, from, tasks) : fromEnvironment(input, from, tasks);
    return {
      start: "Read the last state",
      states: {
        ...tasks.task("Read the last state", {
          resource: "aws-sdk:dynamodb:getItem",
          arguments: { TableName: input.table, Key: { id: { S: STATE } }, ConsistentRead: true },
          assign: {
            candidateImage: jsonata(attribute("candidateImage")),
            candidateRelease: jsonata(attribute("candidateRelease")),
          },
          next: "Which image",
        }),
        "Which image": {
          Type: "Choice",
          Choices: [
            {
              Condition: jsonata("$exists($request.image)"),
              Assign: { imageId: jsonata("$request.image") },
              Next: "Allow time for the image",
            },
          ],
          Default: source.start,
        },
        ...source.states,
        ...awaitImage(input, tasks, next),
      },
    };
  };
}

const attribute = (name: string): string => `$exists($states.result.Item.${name}) ? $states.result.Item.${name}.S : ''`;

function fromReleaseBox(input: DefinitionInput, source: ReleaseBoxInput, tasks: Tasks): Section {
  const { application, deploymentGroup, instanceId, noReboot } = source;
  const look = "Look for the deployed release";
  // CodeDeploy may have begun in between; an image of half a release must not be used.
  const lookAgain = "Look for the release again";
  const group = "$states.result.DeploymentGroupInfo";
  const deployment = `${group}.LastSuccessfulDeployment.DeploymentId`;
  const last = `${group}.LastAttemptedDeployment`;
  const advice = "wait for it or deploy again, or give an image by --ami";
  return {
    start: look,
    states: {
      ...tasks.task(look, {
        resource: "aws-sdk:codedeploy:getDeploymentGroup",
        arguments: { ApplicationName: application, DeploymentGroupName: deploymentGroup },
        assign: {
          release: jsonata(`$exists(${deployment}) ? ${literal(`${instanceId}/`)} & ${deployment} : ''`),
          deploying: jsonata(
            `$exists(${last}.Status) and ${last}.Status != 'Succeeded' ? ${last}.DeploymentId & ' is ' & ${last}.Status : ''`,
          ),
        },
        next: "Is the release whole",
      }),
      "Is the release whole": {
        Type: "Choice",
        Choices: [
          {
            Condition: jsonata("$deploying != ''"),
            ...failure(look, "ReleaseNotWhole", `'deployment ' & $deploying & ${literal(`: ${advice}`)}`),
          },
        ],
        Default: "Is there an image of it",
      },
      ...reuse(tasks, "Create the image"),
      ...tasks.task("Create the image", {
        resource: "aws-sdk:ec2:createImage",
        arguments: { InstanceId: instanceId, NoReboot: noReboot, ...newImage(input) },
        assign: { imageId: jsonata("$states.result.ImageId") },
        next: lookAgain,
      }),
      ...tasks.task(lookAgain, {
        resource: "aws-sdk:codedeploy:getDeploymentGroup",
        arguments: { ApplicationName: application, DeploymentGroupName: deploymentGroup },
        assign: {
          deploying: jsonata(
            `$exists(${last}.DeploymentId) ? ${literal(`${instanceId}/`)} & ${last}.DeploymentId : ''`,
          ),
        },
        next: "Is it still the release",
      }),
      "Is it still the release": {
        Type: "Choice",
        Choices: [
          {
            Condition: jsonata("$deploying != $release"),
            ...failure(
              lookAgain,
              "ReleaseChanged",
              literal("a deployment came while the box was imaged: wait for its end, then run it again"),
            ),
          },
        ],
        Default: "Remember the image",
      },
      ...rememberImage(input, tasks),
    },
  };
}

function fromEnvironment(input: DefinitionInput, source: EnvironmentInput, tasks: Tasks): Section {
  const { parameterName, region, isHere, copyKeyArn } = source;
  const next = copyKeyArn ? "Is there an image of it" : "Take the source's image";
  const advice = `the source is in ${region}, where this state machine cannot look: start it with npm run promote -- ${input.environment}`;
  return {
    start: "Is the source's image given",
    states: {
      "Is the source's image given": {
        Type: "Choice",
        Choices: [
          {
            Condition: jsonata("$exists($request.sourceImage)"),
            Assign: { release: jsonata("$request.sourceImage") },
            Next: next,
          },
          ...(isHere
            ? []
            : [
                {
                  Condition: jsonata("true"),
                  ...failure("Is the source's image given", "SourceUnknown", literal(advice)),
                },
              ]),
        ],
        ...(isHere && { Default: "Read the source's image" }),
      },
      ...(isHere &&
        tasks.task("Read the source's image", {
          resource: "aws-sdk:ssm:getParameter",
          arguments: { Name: parameterName },
          assign: { release: jsonata("$states.result.Parameter.Value") },
          next,
        })),
      ...(copyKeyArn
        ? {
            ...reuse(tasks, "Copy the image"),
            ...tasks.task("Copy the image", {
              resource: "aws-sdk:ec2:copyImage",
              arguments: {
                SourceImageId: jsonata("$release"),
                SourceRegion: region,
                Encrypted: true,
                KmsKeyId: copyKeyArn,
                ClientToken: jsonata("$substring($run, 0, 64)"),
                ...newImage(input),
              },
              assign: { imageId: jsonata("$states.result.ImageId") },
              next: "Remember the image",
            }),
            ...rememberImage(input, tasks),
          }
        : {
            "Take the source's image": {
              Type: "Pass",
              Assign: { imageId: jsonata("$release") },
              Next: "Allow time for the image",
            },
          }),
    },
  };
}

/** Takes the image that an earlier execution made of the same release, if it is still there. */
function reuse(tasks: Tasks, otherwise: string): States {
  return {
    "Is there an image of it": {
      Type: "Choice",
      Choices: [
        {
          Condition: jsonata(
            "$release != '' and $candidateRelease = $release and ($exists($request.newImage) ? $request.newImage = false : true)",
          ),
          Next: "Look at the image of it",
        },
      ],
      Default: otherwise,
    },
    ...tasks.task("Look at the image of it", {
      resource: "aws-sdk:ec2:describeImages",
      arguments: imageNamed("$candidateImage"),
      assign: { imageState: jsonata(IMAGE_STATE) },
      next: "Can it be used",
    }),
    "Can it be used": {
      Type: "Choice",
      Choices: [
        {
          Condition: jsonata("$imageState in ['available', 'pending']"),
          Assign: { imageId: jsonata("$candidateImage") },
          Next: "Allow time for the image",
        },
      ],
      Default: otherwise,
    },
  };
}

/** By a filter: an id that is gone gives no image instead of an error. */
const imageNamed = (id: string) => ({ Filters: [{ Name: "image-id", Values: [jsonata(id)] }] });

const IMAGE_STATE = "$count($states.result.Images) = 0 ? 'missing' : $states.result.Images[0].State";

function newImage({ prefix, imageTags }: DefinitionInput) {
  const name = `${literal(`${prefix}-`)} & $replace($substring($states.context.Execution.StartTime, 0, 19), /[:]/, '-')`;
  const tags = [
    ...Object.entries(imageTags).map(([Key, Value]) => ({ Key, Value })),
    { Key: "Name", Value: jsonata(name) },
    { Key: "Release", Value: jsonata("$release") },
  ];
  return {
    Name: jsonata(name),
    Description: jsonata("'Promotion ' & $run"),
    TagSpecifications: ["image", "snapshot"].map((ResourceType) => ({ ResourceType, Tags: tags })),
  };
}

function rememberImage({ table }: DefinitionInput, tasks: Tasks): States {
  return tasks.task("Remember the image", {
    resource: "aws-sdk:dynamodb:updateItem",
    arguments: {
      TableName: table,
      Key: { id: { S: STATE } },
      UpdateExpression: "SET candidateImage = :image, candidateRelease = :release",
      ExpressionAttributeValues: {
        ":image": { S: jsonata("$imageId") },
        ":release": { S: jsonata("$release") },
      },
    },
    next: "Allow time for the image",
  });
}

function awaitImage(input: DefinitionInput, tasks: Tasks, next: string): States {
  const { timeouts } = input;
  const step = "Wait for the image";
  return {
    "Allow time for the image": {
      Type: "Pass",
      Assign: { imageDeadline: jsonata(`${NOW} + ${timeouts.image * 60_000}`) },
      Next: "Look at the image",
    },
    ...tasks.task("Look at the image", {
      resource: "aws-sdk:ec2:describeImages",
      arguments: imageNamed("$imageId"),
      assign: { imageState: jsonata(IMAGE_STATE) },
      next: "Is the image ready",
    }),
    "Is the image ready": {
      Type: "Choice",
      Choices: [
        { Condition: jsonata("$imageState = 'available'"), Next: next },
        { Condition: jsonata(`$imageState = 'pending' and ${NOW} < $imageDeadline`), Next: step },
        {
          Condition: jsonata("$imageState = 'pending'"),
          ...failure(step, "Timeout", `$imageId & ' is not available after ${timeouts.image} minutes'`),
        },
        {
          Condition: jsonata("true"),
          ...failure(step, "ImageFailed", "$imageId & ' is ' & $imageState"),
        },
      ],
    },
    [step]: { Type: "Wait", Seconds: pollSeconds(input), Next: "Look at the image" },
  };
}
