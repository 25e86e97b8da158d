import { ensureEmulator, stopEmulator } from "../../../ops/sandbox/emulator";
import { forgetStacks } from "../../../ops/sandbox/layout";
import { seedPrerequisites } from "../../../ops/sandbox/prerequisites";
import { requireTools } from "../../../ops/sandbox/tools";
import { inventory } from "./inventory";
import { pool, settingsOf, startLifeCycle, type LifeCycle, type StackCase } from "./lifeCycle";

/** Every stack of the repository, those that take longest first. */
const STACKS: readonly StackCase[] = [
  { configDir: ".", name: "prod" },
  { configDir: "examples/twig", name: "production" },
  { configDir: ".", name: "uat" },
  { configDir: "examples/twig", name: "staging" },
  { configDir: "examples/gravity", name: "production" },
  { configDir: "examples/gravity", name: "staging" },
  { configDir: "examples/twig", name: "integration", previewAfterRefresh: true },
  { configDir: ".", name: "dev", previewAfterRefresh: true },
  { configDir: "examples/authority-lookup", name: "production" },
  { configDir: "examples/authority-lookup", name: "combined" },
  { configDir: "examples/authority-lookup", name: "staging", previewAfterRefresh: true },
];

/** As many as two cores can feed while others wait for load balancers and certificates; each takes about a gigabyte. */
const AT_A_TIME = 6;

/** Every region that the stacks use. */
export const REGIONS = ["us-west-2", "us-east-1"];

/** All life cycles, started together. */
export interface Stacks {
  readonly port: number;
  readonly cycles: readonly LifeCycle[];
  /** What was in the account before the first stack, with all that the stacks expect to find there. */
  readonly before: readonly string[];
}

let started: Promise<Stacks> | undefined;

/**
 * Starts the life cycles of all stacks on a new emulator, once.
 *
 * @throws Failure that says what is missing if `pulumi` or Python is
 */
export function startStacks(): Promise<Stacks> {
  return (started ??= start());
}

async function start(): Promise<Stacks> {
  await requireTools();
  await stopEmulator();
  await forgetStacks();
  const emulator = await ensureEmulator((line) => process.stderr.write(`${line}\n`));
  const fixtures = ["small", "services"].map((name) => ({ configDir: `tests/sandbox/fixtures/${name}`, name: "dev" }));
  for (const { configDir, name } of [...STACKS, ...fixtures]) {
    await seedPrerequisites(emulator, settingsOf(configDir, name).settings);
  }
  const before = await inventory(emulator.port, REGIONS);
  const run = pool(AT_A_TIME);
  const cycles = STACKS.map((one) => run((turn) => startLifeCycle(one, turn)));
  return { port: emulator.port, cycles, before };
}
