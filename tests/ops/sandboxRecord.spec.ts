import assert from "node:assert/strict";
import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { seconds, showProgress, statusLine } from "../../ops/shared/progress";
import { RunRecord } from "../../ops/shared/record";
import { changeLines, errorLines, masked, outputLines, summary, violationLines } from "../../ops/shared/report";
import { recordedOnlyLines } from "../../ops/sandbox/report";

const urnOf = (type: string, name: string) => `urn:pulumi:dev::slipway::slipway:index:Environment$${type}::${name}`;
const topic = urnOf("aws:sns/topic:Topic", "ops");
const balancer = urnOf("aws:lb/loadBalancer:LoadBalancer", "alb");

const metadata = (urn: string, op: string, more: object = {}) =>
  ({ urn, op, type: "", provider: "", ...more }) as StepEventMetadata;
const begin = (urn: string, op: string, more = {}) =>
  ({ resourcePreEvent: { metadata: metadata(urn, op, more) } }) as EngineEvent;
const end = (urn: string, op: string, more = {}) =>
  ({ resOutputsEvent: { metadata: metadata(urn, op, more) } }) as EngineEvent;
const said = (severity: string, message: string, urn?: string) =>
  ({ diagnosticEvent: { severity, message, urn, color: "never" } }) as EngineEvent;

/** A record of events that come one second apart. */
function recordOf(...events: EngineEvent[]): RunRecord {
  const record = new RunRecord();
  events.forEach((event, at) => record.add(event, at * 1000));
  return record;
}

describe("the record of a run of the engine", () => {
  it("knows what is under way and what is done", () => {
    const record = recordOf(begin(balancer, "create"), begin(topic, "create"), end(topic, "create"));
    assert.equal(record.finished, 1);
    assert.deepEqual([...record.running.values()], [{ urn: balancer, op: "create", since: 0 }]);
  });

  it("a failed step is no longer under way, and its messages stand under its URN", () => {
    const record = recordOf(begin(topic, "create"), said("error", "name is taken\n", topic), {
      resOpFailedEvent: { metadata: metadata(topic, "create"), status: 1, steps: 1 },
    } as EngineEvent);
    assert.equal(record.running.size, 0);
    assert.deepEqual(errorLines(record).join("\n"), `failed: ${topic}\n    name is taken`);
  });

  it("lists changes with their properties, and not what stays", () => {
    const record = recordOf(
      begin(topic, "same"),
      begin(balancer, "update", { detailedDiff: { idleTimeout: {}, "tags.Owner": {} } }),
    );
    assert.deepEqual(changeLines(record.changes.values()), ["  ~  aws:lb:LoadBalancer alb [idleTimeout, tags.Owner]"]);
  });

  it("shows the three steps of a replacement as one", () => {
    const record = recordOf(
      begin(topic, "create-replacement", { diffs: ["name"] }),
      begin(topic, "replace", { diffs: ["name"] }),
      begin(topic, "delete-replaced", { diffs: ["name"] }),
    );
    assert.deepEqual(changeLines(record.changes.values()), ["  +- aws:sns:Topic ops [name]"]);
  });

  it("counts as drift what a refresh finds changed", () => {
    const record = recordOf(
      begin(topic, "refresh"),
      end(topic, "update"),
      begin(balancer, "refresh"),
      end(balancer, "same"),
    );
    assert.deepEqual([...record.changes.keys()], [topic]);
  });

  it("collects what was recorded but not created, once each", () => {
    const word = said("info", "recorded, not created: aws:dlm/lifecyclePolicy:LifecyclePolicy snapshots\n");
    assert.deepEqual(recordedOnlyLines(recordOf(word, word)).slice(1), [
      "  aws:dlm/lifecyclePolicy:LifecyclePolicy snapshots",
    ]);
    assert.deepEqual(recordedOnlyLines(recordOf()), []);
  });

  it("lists violated policies with level, policy, resource and message, mandatory ones first", () => {
    const violation = (policyName: string, enforcementLevel: string) =>
      ({
        policyEvent: { policyName, enforcementLevel, policyPackName: "slipway", message: "why", resourceUrn: topic },
      }) as EngineEvent;
    const lines = violationLines(
      recordOf(violation("soft", "advisory"), violation("hard", "mandatory")).violations,
    ).join("\n");
    assert.match(lines, /\[mandatory\] slipway\/hard {2}aws:sns:Topic ops[^]*why[^]*\[advisory\] slipway\/soft/);
  });

  it("sums up by the engine's own counts", () => {
    const record = recordOf({
      summaryEvent: { resourceChanges: { create: 2, same: 40, delete: 1 } },
    } as unknown as EngineEvent);
    assert.equal(summary(record, 72_400, false), "2 created, 1 deleted, 40 unchanged in 1m12s");
    assert.equal(summary(record, 400, true), "2 to create, 1 to delete, 40 unchanged in 0s");
  });

  it("counts a failed step as failed, not as done", () => {
    const record = recordOf(
      { resOpFailedEvent: { metadata: metadata(topic, "create"), status: 1, steps: 1 } } as EngineEvent,
      { summaryEvent: { resourceChanges: { create: 2 } } } as unknown as EngineEvent,
    );
    assert.equal(summary(record, 1000, false), "1 created, 1 failed in 1s");
  });
});

describe("outputs", () => {
  const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };

  it("are shown with secrets masked, at any depth", () => {
    assert.deepEqual(masked({ a: secret, b: [secret, 1], c: { d: "plain" } }), {
      a: "[secret]",
      b: ["[secret]", 1],
      c: { d: "plain" },
    });
  });

  it("are one a line", () => {
    assert.deepEqual(outputLines({ url: "https://a", id: 1 }), ["outputs:", '  url  "https://a"', "  id   1"]);
    assert.deepEqual(outputLines({}), []);
  });
});

describe("progress", () => {
  const running = recordOf(begin(balancer, "create"), begin(topic, "create"));

  it("says how many are done of how many, how long it took, and what is waited for longest", () => {
    assert.equal(
      statusLine(running, 57, 0, 38_000),
      "0 of 57 · 38s · waiting for aws:lb:LoadBalancer alb (38s) and 1 more",
    );
  });

  it("does not wait for components: they only hold other resources", () => {
    const component = recordOf(begin("urn:pulumi:dev::slipway::slipway:index:Environment::env", "create"));
    assert.equal(statusLine(component, undefined, 0, 1000), "0 done · 1s");
  });

  it("is one line that is written over on a terminal, never longer than it", () => {
    const written: string[] = [];
    const terminal = { isTTY: true, columns: 30, write: (text: string) => written.push(text) };
    const progress = showProgress(terminal, "up dev", running, 57, 0);
    progress.tick(1000);
    progress.close();
    assert.ok(written.every((text) => text.startsWith("\r") && !text.includes("\n")));
    // eslint-disable-next-line no-control-regex
    assert.ok(written[0]!.replace(/\r|\u001b\[\w+/g, "").length < 30);
  });

  it("takes a terminal of unknown width for one of 80 columns", () => {
    const written: string[] = [];
    const terminal = { isTTY: true, columns: 0, write: (text: string) => written.push(text) };
    showProgress(terminal, "up dev", running, 57, 0).tick(1000);
    assert.match(written[0]!, /up dev 0 of 57 · 1s · waiting for aws:lb:LoadBalancer alb \(1s\) and 1 more/);
  });

  it("is a line for each finished change elsewhere, and now and then one about what is waited for", () => {
    const written: string[] = [];
    const progress = showProgress({ write: (text: string) => written.push(text) }, "up dev", running, 57, 0);
    progress.tick(1000);
    progress.ended({ urn: topic, op: "create", since: 0 }, 2000);
    progress.ended({ urn: topic, op: "same", since: 0 }, 2000);
    progress.tick(31_000);
    progress.tick(32_000);
    assert.deepEqual(written, [
      "created aws:sns:Topic ops (2s)\n",
      "up dev 0 done · 32s · waiting for aws:lb:LoadBalancer alb (32s) and 1 more\n",
    ]);
  });

  it("writes times as people do", () => {
    assert.deepEqual(
      [seconds(400), seconds(59_400), seconds(60_000), seconds(125_000)],
      ["0s", "59s", "1m00s", "2m05s"],
    );
  });
});
