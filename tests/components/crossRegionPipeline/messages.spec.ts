import assert from "node:assert/strict";
import { NAME, recordPipeline } from "./pipelineArgs";

describe("Messages of a pipeline", () => {
  it("T13 say in words, with a link, how each execution ends and which stage and action failed", async () => {
    const lcloud = await recordPipeline();
    const messages = Object.fromEntries(
      ["succeeded", "failed", "failed-stage", "failed-action"].map((part) => {
        const { detail } = JSON.parse(
          lcloud.one("aws:cloudwatch/eventRule:EventRule", part).inputs.eventPattern as string,
        ) as {
          detail: { pipeline: string[]; state: string[] };
        };
        assert.deepEqual(detail.pipeline, [NAME]);
        const { arn, inputTransformer } = lcloud.one("aws:cloudwatch/eventTarget:EventTarget", part).inputs as {
          arn: string;
          inputTransformer: { inputPaths: Record<string, string>; inputTemplate: string };
        };
        assert.match(arn, /build$/);
        const lines = inputTransformer.inputTemplate.split("\n").map((line) => JSON.parse(line) as string);
        const named = [...lines.join("\n").matchAll(/<(\w+)>/g)].map(([, name]) => name);
        for (const name of named) assert.ok(inputTransformer.inputPaths[name!], name);
        return [part, { states: detail.state, lines }];
      }),
    );
    assert.deepEqual(messages.succeeded!.states, ["SUCCEEDED"]);
    assert.deepEqual(messages.failed!.states, ["FAILED", "CANCELED", "STOPPED", "SUPERSEDED"]);
    assert.match(
      messages.succeeded!.lines[0]!,
      /execution <execution> succeeded.* of a rollback, the one that it took back/,
    );
    assert.match(
      messages["failed-stage"]!.lines[0]!,
      /failed in stage <stage>\. If no action of it failed, an alarm rang/,
    );
    assert.equal(messages["failed-action"]!.lines[0], `${NAME} failed in stage <stage>, action <action>: <reason>`);
    for (const { lines } of Object.values(messages)) {
      assert.equal(
        lines.at(-1),
        `https://us-west-2.console.aws.amazon.com/codesuite/codepipeline/pipelines/${NAME}/executions/<execution>/timeline?region=us-west-2`,
      );
    }
  });
});
