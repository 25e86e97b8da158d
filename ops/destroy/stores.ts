import type { StateResource } from "../shared/stateResources";

/** What holds things that somebody else has put there, and cannot be deleted before they are. */
export interface Store {
  kind: "bucket" | "repository";
  name: string;
  region: string;
}

/** A pipeline of the stack. */
export interface Pipeline {
  name: string;
  region: string;
}

/** A service of ECS that a pipeline deploys to. */
export interface Service {
  cluster: string;
  service: string;
  region: string;
}

const STORES: Record<string, { kind: Store["kind"]; name: string }> = {
  "aws:ecr/repository:Repository": { kind: "repository", name: "name" },
  "aws:s3/bucket:Bucket": { kind: "bucket", name: "bucket" },
};
const PIPELINE = "aws:codepipeline/pipeline:Pipeline";
const SERVICE = "aws:ecs/service:Service";

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The buckets and image repositories in a stack's state: its own, whatever else the account has. */
export function storesOf(resources: readonly StateResource[]): Store[] {
  return resources.flatMap(({ type, outputs = {} }) => {
    const store = STORES[type];
    return store ? [{ kind: store.kind, name: text(outputs[store.name]), region: text(outputs.region) }] : [];
  });
}

/** The pipelines in a stack's state. */
export function pipelinesOf(resources: readonly StateResource[]): Pipeline[] {
  return resources
    .filter(({ type }) => type === PIPELINE)
    .map(({ outputs = {} }) => ({ name: text(outputs.name), region: text(outputs.region) }));
}

/** A stage in the outputs of a pipeline, as far as it is read here. */
interface StageOutput {
  actions?: { provider?: string; region?: string; configuration?: Record<string, string> }[];
}

/** Services of other stacks that the stack's pipelines deploy images to: they pull from its repositories. */
export function servicesElsewhere(resources: readonly StateResource[]): Service[] {
  const own = new Set(resources.filter(({ type }) => type === SERVICE).map(({ outputs }) => text(outputs?.name)));
  return resources
    .filter(({ type }) => type === PIPELINE)
    .flatMap(({ outputs = {} }) =>
      ((outputs.stages ?? []) as StageOutput[])
        .flatMap(({ actions = [] }) => actions)
        .filter(({ provider }) => provider === "ECS")
        .map(({ region, configuration = {} }) => ({
          cluster: text(configuration.ClusterName),
          service: text(configuration.ServiceName),
          region: region === undefined || region === "" ? text(outputs.region) : region,
        })),
    )
    .filter(({ service }) => !own.has(service));
}
