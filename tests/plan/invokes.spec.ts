import assert from "node:assert/strict";
import fc from "fast-check";
import { ANSWERED_TOKENS, answerInvoke } from "../../plan/invokes/invokes";
import type { Properties } from "../../plan/model";
import { planFixture } from "./support";

const token = (name: string): string => ANSWERED_TOKENS.find((known) => known.endsWith(`:${name}`)) ?? name;
const ask = (name: string, args: Properties = {}, region = "us-west-2"): Properties =>
  answerInvoke(token(name), args, region);

describe("provider functions in a plan", () => {
  it("know the region: of the call, its provider, or the stack", async () => {
    assert.deepEqual((await planFixture("invokes")).outputs, {
      region: "us-west-2",
      other: "eu-central-1",
      account: "123456789012",
      partition: "aws-cn",
      zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    });
  });

  it("know the partition of a region", () => {
    const partitions = ["us-west-2", "cn-north-1", "us-gov-west-1"].map((region) => ask("getPartition", {}, region));
    assert.deepEqual(
      partitions.map(({ partition, dnsSuffix }) => [partition, dnsSuffix]),
      [
        ["aws", "amazonaws.com"],
        ["aws-cn", "amazonaws.com.cn"],
        ["aws-us-gov", "amazonaws.com"],
      ],
    );
    assert.match(ask("getCallerIdentity", {}, "cn-north-1").arn as string, /^arn:aws-cn:iam::123456789012:/);
  });

  it("leave out zones that are excluded, and find a zone by its id", () => {
    assert.deepEqual(ask("getAvailabilityZones", { excludeNames: ["us-west-2a"] }).zoneIds, ["usw2-az2", "usw2-az3"]);
    assert.equal(ask("getAvailabilityZone", { zoneId: "usw2-az2" }).name, "us-west-2b");
  });

  it("answer image parameters with an image id, other parameters with a text", () => {
    const linux = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended";
    const id = ask("getParameter", { name: `${linux}/image_id` }).value;
    assert.match(id as string, /^ami-[0-9a-f]{17}$/);
    const document = JSON.parse(ask("getParameter", { name: linux }).value as string) as { image_id: string };
    assert.equal(document.image_id, id);
    assert.notEqual(ask("getParameter", { name: `${linux}/image_id` }, "eu-west-1").value, id);
    assert.match(ask("getParameter", { name: "/shop/plain" }).value as string, /^value-of-/);
  });

  it("keep the ids of an existing network", () => {
    assert.equal(ask("getVpc", { id: "vpc-1" }).id, "vpc-1");
    assert.equal(ask("getSubnet", { id: "subnet-1" }).id, "subnet-1");
    assert.deepEqual(ask("getSubnets", { filters: [{ name: "subnet-id", values: ["subnet-1"] }] }).ids, ["subnet-1"]);
    assert.equal(ask("getZone", { name: "example.com." }).name, "example.com");
  });

  it("give the same answer to the same question, and other ids to another", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ANSWERED_TOKENS), fc.string({ minLength: 1 }), (name, id) => {
        assert.deepEqual(answerInvoke(name, { name: id }, "us-west-2"), answerInvoke(name, { name: id }, "us-west-2"));
      }),
    );
    assert.notEqual(ask("getAmi", { owners: ["a"] }).id, ask("getAmi", { owners: ["b"] }).id);
  });

  it("that are not in the table, or have no region, are an error that says what to do", () => {
    assert.throws(
      () => answerInvoke("aws:rds/getCluster:getCluster", {}, "us-west-2"),
      /no answer to aws:rds\/getCluster:getCluster; add one/,
    );
    assert.throws(() => answerInvoke(token("getRegion"), {}, undefined), /needs a region; set aws:region/);
  });
});

describe("iam.getPolicyDocument", () => {
  const json = (args: Properties): unknown => JSON.parse(ask("getPolicyDocument", args).json as string);

  it("is the document that the provider builds", () => {
    const document = json({
      statements: [
        {
          sid: "Read",
          actions: ["s3:GetObject"],
          resources: ["a", "b"],
          principals: [{ type: "AWS", identifiers: ["one"] }],
          conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["true"] }],
        },
        { effect: "Deny", notActions: ["iam:*"], resources: ["*"], principals: [{ type: "*", identifiers: ["*"] }] },
      ],
    });
    assert.deepEqual(document, {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Read",
          Effect: "Allow",
          Action: "s3:GetObject",
          Resource: ["b", "a"],
          Principal: { AWS: "one" },
          Condition: { Bool: { "aws:SecureTransport": "true" } },
        },
        { Effect: "Deny", NotAction: "iam:*", Resource: "*", Principal: "*" },
      ],
    });
  });

  it("merges sources and overrides by statement id", () => {
    const source = JSON.stringify({
      Statement: [
        { Sid: "A", Effect: "Allow" },
        { Sid: "B", Effect: "Allow" },
      ],
    });
    const override = JSON.stringify({ Statement: { Sid: "B", Effect: "Deny" } });
    const { Statement } = json({ sourcePolicyDocuments: [source], overridePolicyDocuments: [override] }) as {
      Statement: unknown;
    };
    assert.deepEqual(Statement, [
      { Sid: "A", Effect: "Allow" },
      { Sid: "B", Effect: "Deny" },
    ]);
  });
});
