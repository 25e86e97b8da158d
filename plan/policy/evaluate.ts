import type { PlannedResource, PolicyReport } from "../model";
import { providerUrn } from "../urn";
import type { Judgement } from "./judgement";
import { Pack, type PolicyFolders } from "./pack";
import type { PackProcess } from "./packProcess";
import { mergeReports } from "./report";

/** The policy packs of a plan: each runs in one process, which judges the stacks one after another. */
export class PolicyPacks {
  readonly #packs: Pack[];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(processes: PackProcess[], folders: PolicyFolders) {
    this.#packs = processes.map((process) => new Pack(process, folders));
  }

  /** Begins to judge a stack, when those begun before it have ended. It must be finished or dropped. */
  begin(stack: string, project: string): StackJudgement {
    const judgement = new StackJudgement(this.#packs, this.#turn, stack, project);
    this.#turn = judgement.ended;
    return judgement;
  }

  close(): void {
    for (const pack of this.#packs) pack.close();
  }
}

/** What all packs say about one stack. They judge its first resources while its program registers the next. */
export class StackJudgement {
  /** Resolves when no pack has any more to say. */
  readonly ended: Promise<void>;
  readonly #begun: { pack: Pack; judgement: Promise<Judgement> }[];
  /** Those of the packs that could begin. */
  readonly #judgements: Promise<Judgement[]>;
  readonly #byUrn = new Map<string, PlannedResource>();
  #end = () => {};

  constructor(packs: Pack[], turn: Promise<unknown>, stack: string, project: string) {
    this.ended = new Promise((resolve) => (this.#end = resolve));
    const providerOf = ({ provider }: PlannedResource) => this.#byUrn.get(providerUrn(provider));
    this.#begun = packs.map((pack) => ({ pack, judgement: turn.then(() => pack.begin(stack, project, providerOf)) }));
    this.#judgements = Promise.allSettled(this.#begun.map(({ judgement }) => judgement)).then((settled) =>
      settled.flatMap((result) => (result.status === "fulfilled" ? result.value : [])),
    );
  }

  /** Takes a resource; its provider has been taken before it. */
  add(resource: PlannedResource): void {
    this.#byUrn.set(resource.urn, resource);
    void this.#judgements.then((judgements) => {
      if (!anyRemediates(judgements)) analyze(judgements, [resource]);
    });
  }

  /** The report on the complete stack, whose resources have all been added. */
  async finish(resources: PlannedResource[]): Promise<PolicyReport> {
    const judgements = await this.#judgements;
    if (anyRemediates(judgements)) {
      for (const judgement of judgements) await judgement.remediate(resources);
      // Every pack judges what the remediations of all packs leave.
      analyze(judgements, resources);
    }
    const reports = this.#begun.map(({ pack, judgement }) =>
      judgement.then((begun) => begun.finish(resources)).catch((error: unknown) => pack.broken(error)),
    );
    const report = mergeReports(await Promise.all(reports));
    this.#end();
    return report;
  }

  /** Ends without a report: half a stack is not to be judged. */
  async drop(): Promise<void> {
    for (const judgement of await this.#judgements) await judgement.settle();
    this.#end();
  }
}

function anyRemediates(judgements: Judgement[]): boolean {
  return judgements.some(({ remediates }) => remediates);
}

function analyze(judgements: Judgement[], resources: PlannedResource[]): void {
  for (const judgement of judgements) for (const resource of resources) judgement.analyze(resource);
}
