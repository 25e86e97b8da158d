import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { destroy, type DestroyOptions } from "../../ops/destroy/destroy";
import type { StoreAccount } from "../../ops/destroy/account";
import type { Service, Store } from "../../ops/destroy/stores";
import type { StateResource } from "../../ops/shared/stateResources";

const resource = (type: string, name: string, outputs = {}, rest: Partial<StateResource> = {}): StateResource => ({
  urn: `urn:pulumi:production::slipway::${type}::${name}`,
  type,
  custom: true,
  outputs: { region: "us-west-2", ...outputs },
  ...rest,
});
const SOURCE = resource("aws:s3/bucket:Bucket", "source", { bucket: "lcloud-source" });
const IMAGES = resource("aws:ecr/repository:Repository", "images", { name: "site" });
const EAST = resource("aws:s3/bucket:Bucket", "artifacts-east", { bucket: "lcloud-east", region: "us-east-1" });
const ecs = (ServiceName: string) => ({
  provider: "ECS",
  region: "us-west-2",
  configuration: { ClusterName: "main", ServiceName },
});
const pipeline = (...services: string[]) =>
  resource("aws:codepipeline/pipeline:Pipeline", "pipeline", {
    name: "site",
    stages: [
      { name: "source", actions: [{ provider: "S3" }] },
      { name: "deploy", actions: services.map(ecs) },
    ],
  });

/** A stack and its account; what is done to them is in `done`, in its order. */
function world(
  resources: StateResource[],
  account: { counts?: Record<string, number>; running?: string[]; active?: string[] } = {},
) {
  const done: string[] = [];
  const lines: string[] = [];
  const asked: (Store | Service)[] = [];
  const stack = {
    resources: () => Promise.resolve(resources),
    release: async () => void (await Promise.resolve(done.push("release"))),
    destroy: async () => void (await Promise.resolve(done.push("destroy"))),
  };
  const stores: StoreAccount = {
    count: (store) => {
      asked.push(store);
      return Promise.resolve(account.counts?.[store.name] ?? 0);
    },
    empty: async ({ name, region }) => void (await Promise.resolve(done.push(`empty ${name} in ${region}`))),
    running: () => Promise.resolve(account.running ?? []),
    isActive: (service) => {
      asked.push(service);
      return Promise.resolve((account.active ?? []).includes(service.service));
    },
  };
  const run = (options: Partial<DestroyOptions> = {}) =>
    destroy(stack, stores, {
      stack: "production",
      releaseData: false,
      empty: false,
      agrees: () => Promise.resolve(true),
      names: () => Promise.resolve(true),
      print: (line) => lines.push(line),
      ...options,
    });
  return { run, done, lines, asked };
}

describe("npm run destroy", () => {
  it("T16 destroys what holds nothing and is not protected, after saying what that is", async () => {
    const { run, done, lines } = world([SOURCE, pipeline()]);
    await run();
    assert.deepEqual(done, ["destroy"]);
    assert.deepEqual(lines, [
      'destroys stack "production": 2 resources, of which these hold data:',
      "  aws:s3:Bucket source",
      'destroyed stack "production"; its history stays until: pulumi stack rm production',
    ]);
  });

  it("L6 refuses buckets and repositories that hold something, and says what", async () => {
    const { run, done } = world([SOURCE, EAST, IMAGES], { counts: { "lcloud-source": 12, site: 1000 } });
    await assert.rejects(run(), {
      message: [
        'stack "production" is as it was; in the way:',
        "  bucket lcloud-source in us-west-2 holds 12 versions of objects",
        "  repository site in us-west-2 holds 1000 or more images",
        "  to delete that as well: --empty",
      ].join("\n"),
    });
    assert.deepEqual(done, []);
  });

  it("L6 T16 empties them where asked, in their regions, between releasing data and destroying", async () => {
    const guarded = { ...EAST, protect: true, retainOnDelete: true };
    const { run, done } = world([SOURCE, guarded, IMAGES], { counts: { "lcloud-east": 3, site: 2 } });
    await run({ empty: true, releaseData: true });
    assert.deepEqual(done, ["release", "empty lcloud-east in us-east-1", "empty site in us-west-2", "destroy"]);
  });

  it("L6 empties nothing without a second confirmation, and asks for none where nothing is lost", async () => {
    const full = world([SOURCE], { counts: { "lcloud-source": 1 } });
    await full.run({ empty: true, names: () => Promise.resolve(false) });
    assert.deepEqual([full.done, full.lines.at(-1)], [[], "nothing was destroyed"]);
    const bare = world([SOURCE]);
    await bare.run({ empty: true, names: () => Promise.reject(new Error("asked")) });
    assert.deepEqual(bare.done, ["destroy"]);
  });

  it("does nothing where the first confirmation is not given", async () => {
    const { run, done, lines } = world([SOURCE]);
    await run({ agrees: () => Promise.resolve(false) });
    assert.deepEqual([done, lines.at(-1)], [[], "nothing was destroyed"]);
  });

  it("A8 names what stays by design, in every stage, and is not kept from destroying the rest by it", async () => {
    const { run, done, lines } = world([SOURCE, resource("aws:kms/key:Key", "images", {}, { retainOnDelete: true })]);
    await run();
    assert.deepEqual(done, ["destroy"]);
    assert.equal(lines.at(-2), "stays in the account: aws:kms:Key images");
  });

  it("A8 refuses what is protected, and names it", async () => {
    const { run, done } = world([{ ...SOURCE, protect: true }]);
    await assert.rejects(run(), /\n {2}aws:s3:Bucket source is protected\n.*--release-data/);
    assert.deepEqual(done, []);
  });

  it("T16 refuses while a pipeline runs: it would deploy into what is being deleted", async () => {
    const { run, done } = world([pipeline()], { running: ["e-1"] });
    await assert.rejects(run(), /pipeline site runs \(execution e-1\): let it end, or stop it/);
    assert.deepEqual(done, []);
  });

  it("T16 strands no service of another stack: it would find no image for its next task", async () => {
    const { run, done } = world([pipeline("api", "web"), IMAGES], { active: ["api"] });
    await assert.rejects(run({ empty: true }), {
      message: /way:\n {2}service api of main runs images of this stack: remove it first$/,
    });
    assert.deepEqual(done, []);
    const own = world([pipeline("api"), IMAGES, resource("aws:ecs/service:Service", "api", { name: "api" })], {
      active: ["api"],
    });
    await own.run();
    assert.deepEqual(own.done, ["destroy"], "its own service goes with it");
    const elsewhere = world([pipeline("api")], { active: ["api"] });
    await elsewhere.run();
    assert.deepEqual(elsewhere.done, ["destroy"], "the images are somebody else's");
  });

  it("asks about, and touches, nothing that the stack's state does not record", async () => {
    const { run, asked } = world([EAST]);
    await run();
    assert.deepEqual(asked, [{ kind: "bucket", name: "lcloud-east", region: "us-east-1" }]);
    const empty = world([]);
    await empty.run();
    assert.deepEqual([empty.lines, empty.done], [['nothing to destroy: stack "production" is empty'], []]);
  });

  it("ends with 2 where the second confirmation is for another stack", async () => {
    const ended = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
      const args = ["-r", "tsx/cjs", "ops/destroy/cli.ts", "dev", "--empty", "--confirm", "prod"];
      execFile(process.execPath, args, (error, _stdout, stderr) => resolve({ code: error?.code, stderr }));
    });
    assert.equal(ended.code, 2);
    assert.match(ended.stderr, /--confirm prod is not the name of the stack, dev/);
  });
});
