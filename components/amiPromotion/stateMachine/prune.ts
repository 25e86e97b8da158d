import { jsonata, literal, type Step, type Tasks } from "./asl";
import type { DefinitionInput } from "./input";
import { noted } from "./notes";

/** Tag that tells whose images are to be pruned: the name of the environment whose promotion made them. */
export const PROMOTED_BY = "PromotedBy";

/**
 * Deregisters this environment's images beyond the number to keep, and deletes their snapshots. An image that an instance
 * runs, or that any environment of the project has recorded as its current or previous one, stays.
 */
export function prune({ keepImages, prefix, parameters }: DefinitionInput, tasks: Tasks): Step {
  return (next) => {
    const onError = noted("old images were not pruned", next);
    const list = { next, onError };
    return {
      start: "List the images",
      states: {
        ...tasks.task("List the images", {
          ...list,
          resource: "aws-sdk:ec2:describeImages",
          arguments: { Owners: ["self"], Filters: [{ Name: `tag:${PROMOTED_BY}`, Values: [prefix] }] },
          // Newest first; the current image is among those to keep, however old it is.
          output: jsonata(
            `{'images': [$filter($sort($states.result.Images, function($a, $b) { $a.CreationDate < $b.CreationDate }), function($image, $i) { $i >= ${keepImages} })], 'recorded': [$imageId]}`,
          ),
          next: "Are there old ones",
        }),
        "Are there old ones": {
          Type: "Choice",
          Choices: [{ Condition: jsonata("$count($states.input.images) = 0"), Next: next }],
          Default: "List the recorded images",
        },
        ...tasks.task("List the recorded images", {
          ...list,
          resource: "aws-sdk:ssm:getParametersByPath",
          arguments: jsonata(
            `$merge([{'Path': ${literal(parameters.path)}, 'Recursive': true}, $exists($states.input.token) ? {'NextToken': $states.input.token} : {}])`,
          ),
          output: jsonata(
            "{'images': $states.input.images, 'recorded': $append($states.input.recorded, $states.result.Parameters.Value), 'token': $exists($states.result.NextToken) ? $states.result.NextToken : ''}",
          ),
          next: "Are there more recorded images",
        }),
        "Are there more recorded images": {
          Type: "Choice",
          Choices: [{ Condition: jsonata("$states.input.token != ''"), Next: "List the recorded images" }],
          Default: "Prune the images",
        },
        "Prune the images": {
          Type: "Map",
          Items: jsonata("( $recorded := $states.input.recorded; [$states.input.images[$not(ImageId in $recorded)]] )"),
          MaxConcurrency: 1,
          ItemProcessor: {
            ProcessorConfig: { Mode: "INLINE" },
            StartAt: "Look for an instance of it",
            States: {
              // A few instances say enough; all of a large fleet would be more than a state can hold.
              ...tasks.task("Look for an instance of it", {
                resource: "aws-sdk:ec2:describeInstances",
                arguments: {
                  Filters: [
                    { Name: "image-id", Values: [jsonata("$states.input.ImageId")] },
                    { Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] },
                  ],
                  MaxResults: 5,
                },
                // A page may be empty although another one is not.
                output: jsonata(
                  "$merge([$states.input, {'isUsed': $exists($states.result.Reservations.Instances) or $exists($states.result.NextToken)}])",
                ),
                next: "Is it in use",
                onError: "none",
              }),
              "Is it in use": {
                Type: "Choice",
                Choices: [{ Condition: jsonata("$states.input.isUsed"), Next: "The image stays" }],
                Default: "Deregister an image",
              },
              "The image stays": { Type: "Succeed" },
              ...tasks.task("Deregister an image", {
                resource: "aws-sdk:ec2:deregisterImage",
                arguments: { ImageId: jsonata("$states.input.ImageId") },
                output: jsonata("[$states.input.BlockDeviceMappings.Ebs.SnapshotId]"),
                next: "Delete its snapshots",
                onError: "none",
              }),
              "Delete its snapshots": {
                Type: "Map",
                Items: jsonata("$states.input"),
                ItemProcessor: {
                  ProcessorConfig: { Mode: "INLINE" },
                  StartAt: "Delete a snapshot",
                  States: {
                    ...tasks.task("Delete a snapshot", {
                      resource: "aws-sdk:ec2:deleteSnapshot",
                      arguments: { SnapshotId: jsonata("$states.input") },
                      next: "The snapshot is deleted",
                      onError: "none",
                    }),
                    "The snapshot is deleted": { Type: "Succeed" },
                  },
                },
                Next: "The image is pruned",
              },
              "The image is pruned": { Type: "Succeed" },
            },
          },
          Catch: onError,
          Next: next,
        },
      },
    };
  };
}
