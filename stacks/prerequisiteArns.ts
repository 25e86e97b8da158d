import type { CommandsSettings } from "./settings/promotionSchema";
import type { TargetSettings } from "./settings/pipelineSchema";
import type { Settings } from "./settings/schema";

/** What settings name by ARN, or by an address, and a stack does not create. Each once. */
export interface Arns {
  /** Secrets of Secrets Manager, without the key in them. */
  secrets: string[];
  /** Parameters of Systems Manager. */
  parameters: string[];
  /** Keys that encrypt secrets, or the state of stacks. */
  keys: string[];
  /** Policies of the account, which stacks are updated by. */
  policies: string[];
  /** Connections to repositories, in the stack's region. */
  connections: string[];
  /** Buckets with the state of stacks that pipelines update. */
  stateBuckets: string[];
}

/** What settings name by ARN. */
export function arnsOf(settings: Settings): Arns {
  const { services, releaseBox, promotion, pipelines } = settings;
  const containers = services.flatMap((service) => service.containers);
  const commands = [releaseBox?.commands, promotion?.commands].filter((one) => one !== undefined);
  const updates = pipelines.flatMap(({ stages }) =>
    stages.flatMap((stage) => (stage.kind === "deploy" ? stage.targets.filter(isUpdate) : [])),
  );
  const values = [
    ...containers.flatMap(({ secrets, registryCredentials = [] }) =>
      [Object.values(secrets), registryCredentials].flat(),
    ),
    ...commands.flatMap(secretsOf),
    ...pipelines.flatMap(({ build }) => Object.values(build?.secrets ?? {})),
  ];
  const policies = updates.flatMap(({ policyArns, permissionsBoundaryArn }) => [
    ...policyArns,
    ...(permissionsBoundaryArn === undefined ? [] : [permissionsBoundaryArn]),
  ]);
  return {
    secrets: each(values.filter((arn) => arn.includes(":secretsmanager:")).map(secretArn)),
    parameters: each(values.filter((arn) => arn.includes(":ssm:"))),
    keys: each([
      ...[...containers, ...commands].flatMap(({ secretKeys }) => secretKeys),
      ...updates.map(({ secretsKeyArn }) => secretsKeyArn),
    ]),
    // AWS's own are always there.
    policies: each(policies.filter((arn) => !arn.includes(":iam::aws:"))),
    connections: each(
      pipelines.flatMap(({ source, infrastructure }) =>
        [source, infrastructure].flatMap((one) => (one?.kind === "git" ? one.connectionArn : [])),
      ),
    ),
    stateBuckets: each(updates.flatMap(({ backend }) => /^s3:\/\/([^/?]+)/.exec(backend)?.[1] ?? [])),
  };
}

const each = (values: string[]): string[] => [...new Set(values)];

function isUpdate(target: TargetSettings): target is Extract<TargetSettings, { kind: "pulumi" }> {
  return target.kind === "pulumi";
}

function secretsOf({ secrets, setupPackages }: CommandsSettings): string[] {
  return [...Object.values(secrets), ...(setupPackages ? [setupPackages.credentials] : [])];
}

/** `arn:…:secret:name-a1B2c3` of `arn:…:secret:name-a1B2c3:json-key::`. */
function secretArn(value: string): string {
  return value.split(":").slice(0, 7).join(":");
}
