import assert from "node:assert/strict";
import { accessText, statementText } from "../../../plan/diff/security/compare";
import type { PlannedResource } from "../../../plan/model";
import { UNKNOWN } from "../../../plan/values";
import { diffOf, planned, securityGroup } from "./support";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

const [lb, web] = [securityGroup("lb"), securityGroup("web")];

/** A rule of a group for another group or addresses. */
function rule(
  type: string,
  group: PlannedResource,
  peer: PlannedResource | string,
  port: number,
  toPort = port,
): PlannedResource {
  const peerName = typeof peer === "string" ? peer : peer.name;
  const own = { securityGroupId: [group.urn] };
  return planned(
    type,
    `${type}-${group.name}-${peerName}-${port}`,
    {
      securityGroupId: UNKNOWN,
      ipProtocol: "tcp",
      fromPort: port,
      toPort,
      ...(typeof peer === "string" ? { cidrIpv4: peer } : { referencedSecurityGroupId: UNKNOWN }),
    },
    { propertyDependencies: typeof peer === "string" ? own : { ...own, referencedSecurityGroupId: [peer.urn] } },
  );
}

function access(base: PlannedResource[], head: PlannedResource[]) {
  const { added, removed } = diffOf([lb, web, ...base], [lb, web, ...head]).security.access;
  return { added: added.map(accessText), removed: removed.map(accessText) };
}

describe("who can reach whom", () => {
  it("is what one group lets out and the other lets in", () => {
    const out = rule(EGRESS, lb, web, 8000, 9000);
    const into = rule(INGRESS, web, lb, 8080);
    assert.deepEqual(access([], [out]), { added: [], removed: [] });
    assert.deepEqual(access([], [into]), { added: [], removed: [] });
    assert.deepEqual(access([], [out, into]), { added: ["lb → web: tcp 8080"], removed: [] });
    assert.deepEqual(access([out, into], [out, rule(INGRESS, web, lb, 8081)]), {
      added: ["lb → web: tcp 8081"],
      removed: ["lb → web: tcp 8080"],
    });
    assert.deepEqual(access([], [out, rule(INGRESS, web, lb, 80)]), { added: [], removed: [] });
  });

  it("has addresses that come in or are reached, and groups of others, by one rule", () => {
    assert.deepEqual(access([], [rule(INGRESS, lb, "10.0.0.0/8", 443), rule(EGRESS, web, "0.0.0.0/0", 443)]).added, [
      "10.0.0.0/8 → lb: tcp 443",
      "web → 0.0.0.0/0: tcp 443",
    ]);
    const foreign = planned(
      INGRESS,
      "r",
      { securityGroupId: UNKNOWN, referencedSecurityGroupId: "sg-1", ipProtocol: "-1" },
      {
        propertyDependencies: { securityGroupId: [web.urn] },
      },
    );
    assert.deepEqual(access([], [foreign]).added, ["sg-1 → web: all traffic"]);
  });

  it("is the same in all forms of rules", () => {
    const older = planned(
      "aws:ec2/securityGroupRule:SecurityGroupRule",
      "r",
      {
        type: "ingress",
        securityGroupId: UNKNOWN,
        protocol: "tcp",
        fromPort: 22,
        toPort: 22,
        cidrBlocks: ["10.0.0.0/8"],
      },
      { propertyDependencies: { securityGroupId: [web.urn] } },
    );
    const inline = {
      ...web,
      inputs: { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"], self: false }] },
    };
    assert.deepEqual(access([], [older]).added, ["10.0.0.0/8 → web: tcp 22"]);
    assert.deepEqual(diffOf([web], [inline]).security.access.added.map(accessText), ["10.0.0.0/8 → web: tcp 22"]);
  });
});

describe("permissions", () => {
  const role = (name: string, actions: string[], condition?: object) =>
    planned("aws:iam/rolePolicy:RolePolicy", name, {
      policy: JSON.stringify({
        Statement: [
          { Effect: "Allow", Action: actions, Resource: "*", ...(condition ? { Condition: condition } : {}) },
        ],
      }),
    });

  it("that are added and removed are statements of the resource that has the document, in any layout", () => {
    const { added, removed } = diffOf([role("r", ["s3:GetObject"])], [role("r", ["s3:PutObject", "s3:GetObject"])])
      .security.statements;
    assert.deepEqual(added.map(statementText), ["aws:iam:RolePolicy r: Allow s3:GetObject, s3:PutObject on *"]);
    assert.deepEqual(removed.map(statementText), ["aws:iam:RolePolicy r: Allow s3:GetObject on *"]);
    const reordered = diffOf([role("r", ["a:B", "c:D"])], [role("r", ["c:D", "a:B"])]);
    assert.deepEqual(reordered.security.statements, { added: [], removed: [] });
  });

  it("have their conditions, and managed policies are among them", () => {
    const attachment = planned("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", { policyArn: "arn:p" });
    const { added } = diffOf([], [role("r", ["a:B"], { Bool: { "aws:SecureTransport": "true" } }), attachment]).security
      .statements;
    assert.deepEqual(added.map(statementText), [
      'aws:iam:RolePolicy r: Allow a:B on * if {"Bool":{"aws:SecureTransport":"true"}}',
      "aws:iam:RolePolicyAttachment a: Allow (managed policy) on arn:p",
    ]);
  });

  it("do not change because the resource has another name, if it says which one it had", () => {
    const before = role("old", ["a:B"]);
    const after = { ...role("new", ["a:B"]), options: { aliases: [before.urn] } };
    assert.deepEqual(diffOf([before], [after]).security.statements, { added: [], removed: [] });
  });
});

describe("exposure", () => {
  it("is what anybody may reach or use", () => {
    const bucketPolicy = planned("aws:s3/bucketPolicy:BucketPolicy", "b", {
      policy: { Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }] },
    });
    const { added, removed } = diffOf(
      [web],
      [
        web,
        rule(INGRESS, web, "0.0.0.0/0", 22),
        bucketPolicy,
        planned("aws:lb/loadBalancer:LoadBalancer", "open", { internal: false }),
        planned("aws:lb/loadBalancer:LoadBalancer", "closed", { internal: true }),
        planned("aws:rds/instance:Instance", "db", { publiclyAccessible: true }),
        planned("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "pab", { blockPublicAcls: true }),
      ],
    ).security.exposure;
    assert.deepEqual(
      [added, removed],
      [
        [
          "aws:lb:LoadBalancer open is on the internet",
          "aws:rds:Instance db is publicly accessible",
          "aws:s3:BucketPolicy b lets anybody s3:GetObject",
          "aws:s3:BucketPublicAccessBlock pab leaves public access open: blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets",
          "web lets in tcp 22 from anywhere (0.0.0.0/0)",
        ],
        [],
      ],
    );
  });
});

describe("keys, certificates and encryption", () => {
  it("are named when they come, go or change, and when something is encrypted otherwise", () => {
    const listener = (sslPolicy: string) => planned("aws:lb/listener:Listener", "https", { sslPolicy, port: 443 });
    const volume = (kmsKeyId: string) => planned("aws:ebs/volume:Volume", "data", { kmsKeyId, encrypted: true });
    const key = planned("aws:kms/key:Key", "key", { enableKeyRotation: true });
    const changes = diffOf(
      [listener("TLS13"), volume("a"), key],
      [
        listener("TLS10"),
        volume("b"),
        { ...key, inputs: { enableKeyRotation: false } },
        planned("aws:acm/certificate:Certificate", "c"),
      ],
    ).security.encryption;
    assert.deepEqual(changes, [
      "aws:lb:Listener https changes: sslPolicy",
      "aws:ebs:Volume data is replaced: kmsKeyId",
      "aws:kms:Key key changes: enableKeyRotation",
      "aws:acm:Certificate c is new",
    ]);
  });
});
