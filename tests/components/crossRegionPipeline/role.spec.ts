import assert from "node:assert/strict";
import type { Statement } from "../../support/iam";
import { API, GIT, NAME, REGIONS, recordPipeline, stageOf } from "./pipelineArgs";

const POLICY = "aws:iam/policy:Policy";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

describe("Role of a pipeline", () => {
  const lengthOf = (policy: unknown): number => JSON.stringify(policy).length;
  const long = (text: string): string => text.padEnd(64, "x");
  /** As many stages as CodePipeline takes, with long names. */
  const services = Array.from({ length: 48 }, (_, i) =>
    stageOf({
      name: `stage-${i}`.padEnd(20, "x"),
      targets: [
        {
          ...API,
          cluster: long(`cluster-${i}`),
          service: long(`service-${i}`),
          family: long(`family-${i}`),
          roles: [long(`execution-${i}`), long(`task-${i}`)],
        },
      ],
    }),
  );

  it("L4 has everything in itself for few deployments, and attached policies for more of them", async () => {
    assert.equal((await recordPipeline()).all(POLICY).length, 0);
    const stages = ["integration", "staging", "production"].map((name) => stageOf({ name }));
    const recording = await recordPipeline({ stages });
    const [attached, ...others] = recording.all(POLICY);
    assert.equal(others.length, 0);
    const attachment = recording.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "pipeline-2");
    assert.ok(recording.one("aws:codepipeline/pipeline:Pipeline").dependencies.includes(attachment.name));
    const granted = [recording.one(ROLE_POLICY, "pipeline"), attached!].flatMap(
      ({ inputs }) => (inputs.policy as { Statement: Statement[] }).Statement,
    );
    const groups = granted.filter(({ Action }) => Action.includes("codedeploy:CreateDeployment"));
    assert.deepEqual(
      groups.flatMap(({ Resource }) => Resource),
      ["integration", "staging", "production"].flatMap((stage) =>
        REGIONS.map((region) => {
          const name = `${NAME}-${stage}-web-${region}`;
          return `arn:aws:codedeploy:${region}:123456789012:deploymentgroup:${name}/${name}`;
        }),
      ),
    );
  });

  it("A5 stays within IAM's limits with as many stages as CodePipeline takes, and long names", async () => {
    const build = { kind: "image" as const, repository: "api", container: "api" };
    const recording = await recordPipeline({ source: GIT, build, stages: services }, { name: "n".repeat(100) });
    assert.ok(lengthOf(recording.one(ROLE_POLICY, "pipeline").inputs.policy) <= 10_240);
    assert.equal(recording.all(POLICY).length, 9);
    for (const { name, inputs } of recording.all(POLICY)) assert.ok(lengthOf(inputs.policy) <= 6_144, name);
  });
});
