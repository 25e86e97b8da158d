import type { ActionRun, DeliveryAccount, DeployAction } from "./account";

/** What runs in one region of one target. */
export interface Deployed {
  /** Stage of the pipeline. */
  stage: string;
  /** Target within the stage. */
  target: string;
  region: string;
  /** Commit, or version of the archive; undefined while nothing has been deployed. */
  version?: string;
  /** When its deployment ended. */
  since?: Date;
  /** Execution of the pipeline that deployed it. */
  execution?: string;
  /** The last run of the action, if it is another one: `InProgress`, or `Failed`. */
  lately?: { status: string; execution: string };
  healthy?: boolean;
  health: string;
}

/** What a pipeline has deployed where. */
export interface PipelineReport {
  pipeline: string;
  region: string;
  /** False if the account has no such pipeline yet. */
  exists: boolean;
  deployed: Deployed[];
}

/** Asks the account what a pipeline has deployed where, and how that is now. */
export async function reportOf(
  { pipeline, region }: { pipeline: string; region: string },
  account: DeliveryAccount,
): Promise<PipelineReport> {
  const actions = await account.actions(pipeline);
  if (!actions) return { pipeline, region, exists: false, deployed: [] };
  const last = await lastRuns(actions, account.runs(pipeline));
  const executions = new Set([...last.values()].flatMap(({ good }) => (good ? [good.execution] : [])));
  const [versions, healths] = await Promise.all([
    account.versions(pipeline, executions),
    Promise.all(actions.map((action) => account.health(action, last.get(keyOf(action))?.good?.started))),
  ]);
  const deployed = actions.map((action, i): Deployed => {
    const { good, newest } = last.get(keyOf(action)) ?? {};
    const version = good && versions.get(good.execution);
    const { healthy, detail } = healths[i]!;
    return {
      stage: action.stage,
      target: action.action.replace(new RegExp(`-${action.region}$`), ""),
      region: action.region,
      ...(version !== undefined && { version }),
      ...(good && { since: good.ended, execution: good.execution }),
      ...(newest && newest !== good && { lately: { status: newest.status, execution: newest.execution } }),
      ...(healthy !== undefined && { healthy }),
      health: detail,
    };
  });
  return { pipeline, region, exists: true, deployed };
}

/** Whether everything that was deployed is there and well. Versions may differ: waves take their time. */
export function isWell({ exists, deployed }: PipelineReport): boolean {
  return exists && deployed.every(({ healthy, lately }) => healthy !== false && lately?.status !== "Failed");
}

const keyOf = ({ stage, action }: { stage: string; action: string }): string => `${stage}/${action}`;

interface LastRuns {
  newest: ActionRun;
  /** The newest that succeeded: what is deployed. */
  good?: ActionRun;
}

/** Reads runs, the newest first, until each action has one that succeeded. */
async function lastRuns(actions: DeployAction[], runs: AsyncIterable<ActionRun>): Promise<Map<string, LastRuns>> {
  const last = new Map<string, LastRuns>();
  const open = new Set(actions.map(keyOf));
  for await (const run of runs) {
    const key = keyOf(run);
    if (!open.has(key)) continue;
    const known = last.get(key) ?? { newest: run };
    const isGood = run.status === "Succeeded";
    last.set(key, { ...known, ...(isGood && { good: run }) });
    if (isGood) open.delete(key);
    if (open.size === 0) break;
  }
  return last;
}
