import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { composeStack } from "../../stacks/compose";
import { record, type Recorded } from "../support/recorder";
import { DIRECTORIES, stackOf } from "./stackOf";

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource?: string | string[];
  Principal?: unknown;
  Condition?: unknown;
}

/** Properties that hold policy documents. */
const DOCUMENTS = ["policy", "assumeRolePolicy"];

/** Actions that know no resource, and why they are needed; AWS documents each as such in its service authorization reference. */
const WITHOUT_RESOURCE: Record<string, string> = {
  "ecr:GetAuthorizationToken": "the token is for a registry, not for a repository",
  "logs:DescribeLogGroups": "flow logs look for their group before they write; listing knows no single group",
  "ssmmessages:CreateControlChannel": "ECS Exec's channels have no ARN",
  "ssmmessages:CreateDataChannel": "ECS Exec's channels have no ARN",
  "ssmmessages:OpenControlChannel": "ECS Exec's channels have no ARN",
  "ssmmessages:OpenDataChannel": "ECS Exec's channels have no ARN",
};

/** Every statement of every policy document of a resource. */
function statementsOf({ inputs }: Recorded): Statement[] {
  return DOCUMENTS.flatMap((property) => {
    const given = inputs[property] as string | { Statement: Statement[] } | undefined;
    if (given === undefined) return [];
    const document = typeof given === "string" ? (JSON.parse(given) as { Statement: Statement[] }) : given;
    return document.Statement;
  });
}

/** A policy that grants something to a role or user, in contrast to one of a bucket, key or topic. */
const isIdentityPolicy = ({ type }: Recorded): boolean => /^aws:iam\/(rolePolicy|policy):/.test(type);

describe("Permissions of every stack", () => {
  const snapshot: Record<string, Record<string, unknown>> = {};
  const granted: { where: string; statement: Statement }[] = [];

  before(async () => {
    for (const [directory, stacks] of Object.entries(DIRECTORIES)) {
      for (const stack of stacks) {
        const { resources } = await record(false, () => composeStack(stackOf(directory, stack)));
        const title = `${directory} ${stack}`;
        snapshot[title] = {};
        for (const resource of resources) {
          const { type, name, inputs } = resource;
          const attached = type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment" && inputs.policyArn;
          const statements = statementsOf(resource);
          if (attached || statements.length > 0) snapshot[title][`${type} ${name}`] = attached || statements;
          if (!isIdentityPolicy(resource)) continue;
          granted.push(...statements.map((statement) => ({ where: `${title}: ${name}`, statement })));
        }
      }
    }
  });

  it("G4 are what they were, statement by statement", () => {
    const file = path.join(__dirname, "snapshots", "permissions.json");
    if (process.env.UPDATE_SNAPSHOTS) writeFileSync(file, `${JSON.stringify(snapshot, null, 2)}\n`);
    assert.deepEqual(snapshot, JSON.parse(readFileSync(file, "utf8")));
  });

  it("name their resources, but for actions that know none", () => {
    assert.ok(granted.length > 20);
    const open = granted.filter(({ statement }) => [statement.Resource].flat().includes("*"));
    for (const { where, statement } of open) {
      for (const action of [statement.Action].flat()) assert.ok(action in WITHOUT_RESOURCE, `${where}: ${action}`);
    }
    const used = new Set(open.flatMap(({ statement }) => [statement.Action].flat()));
    assert.deepEqual([...used].sort(), Object.keys(WITHOUT_RESOURCE), "a reason without a user is to go");
  });

  it("name their actions: none is a wildcard", () => {
    for (const { where, statement } of granted) {
      for (const action of [statement.Action].flat()) assert.ok(!action.includes("*"), `${where}: ${action}`);
    }
  });
});
