import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Workload, type WorkloadArgs, type WorkloadSettings } from "../../package/workload";
import { record } from "../support/recorder";

const NETWORK = { kind: "existing" as const, vpcId: "vpc-4d4bec2b", subnetIds: ["subnet-d7ad4ca1"] };

const SETTINGS: WorkloadSettings = {
  region: "us-west-2",
  owner: "acme",
  project: "shop",
  stage: "development",
  network: NETWORK,
};

/** What is wrong with arguments that no compiler has checked. */
async function problemsOf(args: Record<string, unknown>): Promise<{ propertyPath: string; reason: string }[]> {
  let errors: { propertyPath: string; reason: string }[] = [];
  const { resources } = await record(true, () => {
    assert.throws(
      () => new Workload("dev", args as unknown as WorkloadArgs),
      (error: { errors: typeof errors }) => {
        errors = error.errors;
        return true;
      },
    );
  });
  assert.deepEqual(resources, []);
  return errors;
}

describe("Workload", () => {
  before(() => pulumi.runtime.setAllConfig({}));

  it("is the parent of what a stack file describes", async () => {
    const recording = await record(false, () => new Workload("dev", { settings: SETTINGS }));
    assert.equal(recording.one("slipway:index:Workload").name, "dev");
    assert.deepEqual(
      recording.resources.filter(({ parent }) => parent === "dev").map(({ type }) => type),
      ["slipway:index:Environment"],
    );
    assert.equal(recording.one("slipway:index:Environment").name, "acme-shop-dev");
  });

  it("passes the webhook on as a secret", async () => {
    const args = { environment: "qa", settings: SETTINGS, operationsWebhook: "https://events.example.com/token" };
    const recording = await record(false, () => new Workload("anything", args));
    const subscription = recording.one("aws:sns/topicSubscription:TopicSubscription", "operations-webhook");
    assert.equal(subscription.name, "acme-shop-qa-operations-webhook");
    assert.ok(subscription.secrets.includes("endpoint"));
  });

  it("refuses values that are known too late, and says where they stand", async () => {
    const subnetIds = [pulumi.output("subnet-d7ad4ca1")];
    const late = "is an output of a resource, or a secret; settings decide which resources exist: give a plain value";
    assert.deepEqual(await problemsOf({ settings: { ...SETTINGS, network: { ...NETWORK, subnetIds } } }), [
      { propertyPath: "settings.network.subnetIds[0]", reason: late },
    ]);
    assert.deepEqual(await problemsOf({ settings: pulumi.output(SETTINGS) }), [
      { propertyPath: "settings", reason: "is no map of keys that is known beforehand" },
    ]);
    assert.deepEqual(await problemsOf({ environment: pulumi.output("dev"), settings: SETTINGS }), [
      { propertyPath: "environment", reason: "is no text that is known beforehand" },
    ]);
  });

  it("refuses a promotion, and says which component is for it", async () => {
    const [problem, ...others] = await problemsOf({ settings: { ...SETTINGS, promotion: {} } });
    assert.deepEqual(others, []);
    assert.deepEqual(problem, {
      propertyPath: "settings.promotion",
      reason: "needs the stack before this one, of which a workload knows nothing; use the component AmiPromotion",
    });
  });
});
