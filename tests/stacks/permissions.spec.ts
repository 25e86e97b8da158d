import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { WITHOUT_RESOURCE } from "../../components/shared/iam";
import { composeStack } from "../../stacks/compose";
import type { Statement } from "../support/iam";
import { record, type Recorded } from "../support/recorder";
import { DIRECTORIES, stackOf } from "./stackOf";

/** Properties that hold policy documents. */
const DOCUMENTS = ["policy", "assumeRolePolicy"];

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
  });

  it("name their actions: none is a wildcard", () => {
    for (const { where, statement } of granted) {
      for (const action of [statement.Action].flat()) assert.ok(!action.includes("*"), `${where}: ${action}`);
    }
  });
});
