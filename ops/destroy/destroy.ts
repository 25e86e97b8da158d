import { DATA_TYPES } from "../../plan/data";
import { Failure } from "../shared/failure";
import { describe } from "../shared/stateResources";
import type { StateResource } from "../shared/stateResources";
import { COUNTED, type StoreAccount } from "./account";
import type { DestroyableStack } from "../shared/pulumiStack";
import { pipelinesOf, servicesElsewhere, storesOf, type Store } from "./stores";

/** How to destroy. */
export interface DestroyOptions {
  stack: string;
  /** Also what is protected. */
  releaseData: boolean;
  /** Also buckets and repositories that are not empty. */
  empty: boolean;
  /** Asks whether to destroy. */
  agrees: () => Promise<boolean>;
  /** Asks once more, for the stack's name, before buckets and repositories are emptied. */
  names: () => Promise<boolean>;
  print: (line: string) => void;
}

/** A bucket or a repository, and how much is in it. */
interface Filled {
  store: Store;
  count: number;
}

/**
 * Deletes everything in a stack, after saying what that is: pipelines that run stop it, so do services elsewhere that need its
 * images, protected data and full buckets, unless they are released. Only what the stack's state records is touched.
 *
 * @returns false if the user did not agree
 * @throws Failure with what stands in the way, before anything is changed
 */
export async function destroy(
  stack: DestroyableStack,
  account: StoreAccount,
  options: DestroyOptions,
): Promise<boolean> {
  const { print } = options;
  const resources = await stack.resources();
  if (resources.length === 0) {
    print(`nothing to destroy: stack "${options.stack}" is empty`);
    return true;
  }
  const guarded = resources.filter(({ protect }) => protect);
  const filled = await filledStores(resources, account);
  const obstacles = [
    ...(await running(resources, account)),
    ...(await stranded(resources, account)),
    ...(options.releaseData ? [] : protectedData(guarded)),
    ...(options.empty ? [] : contents(filled)),
  ];
  if (obstacles.length > 0) {
    throw new Failure([`stack "${options.stack}" is as it was; in the way:`, ...obstacles].join("\n"));
  }
  losses(options.stack, resources, filled).forEach(print);
  const isAgreed = (await options.agrees()) && (filled.length === 0 || (await options.names()));
  if (!isAgreed) {
    print("nothing was destroyed");
    return false;
  }

  if (guarded.length > 0) {
    print("lifting the protection of data");
    await stack.release();
  }
  for (const { store } of filled) {
    print(`emptying ${store.kind} ${store.name}`);
    await account.empty(store);
  }
  const staying = (await stack.resources()).filter(({ retainOnDelete }) => retainOnDelete);
  await stack.destroy();
  staying.forEach(({ urn }) => print(`stays in the account: ${describe(urn)}`));
  print(`destroyed stack "${options.stack}"; its history stays until: pulumi stack rm ${options.stack}`);
  return true;
}

async function filledStores(resources: StateResource[], account: StoreAccount): Promise<Filled[]> {
  const stores = storesOf(resources);
  const counts = await Promise.all(stores.map((store) => account.count(store)));
  return stores.map((store, i) => ({ store, count: counts[i]! })).filter(({ count }) => count > 0);
}

/** Pipelines that are at work: what they deploy would be deleted under their hands. */
async function running(resources: StateResource[], account: StoreAccount): Promise<string[]> {
  const pipelines = pipelinesOf(resources);
  const executions = await Promise.all(pipelines.map((pipeline) => account.running(pipeline)));
  return pipelines.flatMap(({ name }, i) =>
    executions[i]!.map((id) => `  pipeline ${name} runs (execution ${id}): let it end, or stop it`),
  );
}

/** Services of other stacks that would find no image when their next task starts. */
async function stranded(resources: StateResource[], account: StoreAccount): Promise<string[]> {
  if (!storesOf(resources).some(({ kind }) => kind === "repository")) return [];
  const services = servicesElsewhere(resources);
  const active = await Promise.all(services.map((service) => account.isActive(service)));
  return services
    .filter((_service, i) => active[i])
    .map(({ cluster, service }) => `  service ${service} of ${cluster} runs images of this stack: remove it first`);
}

function protectedData(guarded: StateResource[]): string[] {
  if (guarded.length === 0) return [];
  return [
    ...guarded.map(({ urn }) => `  ${describe(urn)} is protected`),
    "  to delete it all the same: --release-data",
  ];
}

function contents(filled: Filled[]): string[] {
  if (filled.length === 0) return [];
  return [...filled.map(holding), "  to delete that as well: --empty"];
}

function holding({ store: { kind, name, region }, count }: Filled): string {
  const what = kind === "bucket" ? "versions of objects" : "images";
  return `  ${kind} ${name} in ${region} holds ${count >= COUNTED ? `${COUNTED} or more` : count} ${what}`;
}

function losses(stack: string, resources: StateResource[], filled: Filled[]): string[] {
  const real = resources.filter(({ custom }) => custom);
  const data = real.filter(({ type }) => DATA_TYPES.has(type));
  return [
    `destroys stack "${stack}": ${real.length} resources${data.length > 0 ? ", of which these hold data:" : ""}`,
    ...data.map(({ urn }) => `  ${describe(urn)}`),
    ...(filled.length > 0 ? ["and for ever what is in:", ...filled.map(holding)] : []),
  ];
}
