import assert from "node:assert/strict";
import { composeStack } from "../../stacks/compose";
import type { Stack } from "../../stacks/settings/resolve";
import { computedOutputs } from "../support/answers";
import { record, type Recording } from "../support/recorder";
import { stackOf } from "./stackOf";

/** Runs a stack's program beside other stacks that have been destroyed: their outputs are gone. */
function recordAlone(stack: Stack): Promise<Recording> {
  return record(
    false,
    () => composeStack(stack),
    (resource) =>
      resource.type === "pulumi:pulumi:StackReference"
        ? { name: resource.name, outputs: {} }
        : computedOutputs(resource),
  );
}

/** Clusters by the actions that deploy to them. */
function clustersOf(recording: Recording): Record<string, string> {
  type Action = { name: string; configuration: { ClusterName?: string } };
  const pipelines = recording.all("aws:codepipeline/pipeline:Pipeline");
  const stages = pipelines.flatMap(({ inputs }) => inputs.stages as { name: string; actions: Action[] }[]);
  return Object.fromEntries(
    stages.flatMap(({ name, actions }) =>
      actions.flatMap(({ configuration: { ClusterName } }) => (ClusterName ? [[name, ClusterName]] : [])),
    ),
  );
}

describe("A teardown", () => {
  it("T12 is possible after the stacks that the pipelines deployed to have been destroyed", async () => {
    const { settings, ...stack } = stackOf("examples/twig", "production");
    const recording = await recordAlone({ ...stack, settings: { ...settings, teardown: true } });
    const { production, ...elsewhere } = clustersOf(recording);
    assert.deepEqual(elsewhere, { integration: "removed", staging: "removed" });
    assert.match(production!, /twig.*production/, "its own services stay known until they go");
  });
});
