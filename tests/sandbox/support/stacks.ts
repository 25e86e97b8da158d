import { ensureEmulator, stopEmulator } from "../../../ops/sandbox/emulator";
import { forgetStacks } from "../../../ops/sandbox/layout";
import { seedPrerequisites } from "../../../ops/sandbox/prerequisites";
import { requireTools } from "../../../ops/sandbox/tools";
import { inventory } from "./inventory";
import { settingsOf, startLifeCycle, type LifeCycle, type StackCase } from "./lifeCycle";
import { promoteUat, type PromotionRun } from "./promotionRun";

/** The stack that is promoted while it is up. */
const PROMOTED: StackCase = { configDir: "examples/qbo3", name: "uat", reads: ["dev"] };

/** Every stack of the repository: those that others read, then those that take longest. */
const STACKS: readonly StackCase[] = [
  { configDir: "examples/qbo3", name: "dev" },
  { configDir: "examples/twig", name: "staging" },
  { configDir: "examples/twig", name: "integration" },
  PROMOTED,
  { configDir: "examples/gravity", name: "staging" },
  { configDir: "examples/qbo3", name: "prod", reads: ["uat"] },
  { configDir: ".", name: "prod" },
  { configDir: "examples/twig", name: "production", reads: ["integration", "staging"] },
  { configDir: ".", name: "uat" },
  { configDir: "examples/gravity", name: "production", reads: ["staging"] },
  { configDir: ".", name: "dev" },
  { configDir: "examples/authority-lookup", name: "production" },
  { configDir: "examples/authority-lookup", name: "combined" },
  { configDir: "examples/authority-lookup", name: "staging" },
];

/** Every region that the stacks use. */
export const REGIONS = ["us-west-2", "us-east-1"];

/** All life cycles, started together. */
export interface Stacks {
  readonly port: number;
  readonly cycles: readonly LifeCycle[];
  /** What came of promoting the chain's uat, while it was up. */
  readonly promotion: Promise<PromotionRun>;
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
  const { cycles, promotion } = startAll(emulator.port);
  return { port: emulator.port, cycles, promotion, before };
}

/** Starts the life cycles, each after those that it reads; these stay until it is gone. */
function startAll(port: number): Pick<Stacks, "cycles" | "promotion"> {
  const cycles = new Map<StackCase, LifeCycle>();
  const isRead = ({ configDir, name }: StackCase, by: StackCase) =>
    by.configDir === configDir && (by.reads ?? []).includes(name);
  const others = (choose: (other: StackCase) => boolean) =>
    [...cycles].filter(([other]) => choose(other)).map(([, cycle]) => cycle);
  const promotion = new Promise<PromotionRun>((resolve, reject) => {
    const promote = () => promoteUat(port).then(resolve, reject);
    for (const one of STACKS) {
      const ready = Promise.all(others((other) => isRead(other, one)).map(({ up }) => up));
      const unread = () => Promise.all(others((other) => isRead(one, other)).map(({ release }) => release));
      const cycle = startLifeCycle(one, one === PROMOTED ? { ready, use: promote, unread } : { ready, unread });
      cycles.set(one, cycle);
    }
  });
  // Its own tests tell of a failure; they may begin after it.
  promotion.catch(() => undefined);
  return { cycles: [...cycles.values()], promotion };
}
