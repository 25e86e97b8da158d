import type { EnforcementLevel, Finding, PackResult, PlannedResource, PolicyReport } from "../model";
import { messageOf, PlanProblem } from "../problem";
import { type Diagnostic, PackClient, type PackInfo } from "./packClient";
import { findPackConfig, invalidConfig, readPackConfig, reconcile, type RuleConfig } from "./packConfig";
import { type PackProcess, withoutStack } from "./packProcess";

/** The part of a stack's plan that policies judge. */
export interface Judged {
  name: string;
  project: string;
  resources: PlannedResource[];
}

export interface PolicyFolders {
  configDir: string;
  root: string;
}

/** How rules say that the value which they need is not known before `pulumi up`; the first is the SDK's own. */
const NOT_PROVABLE = [/^can't run policy .* during preview: /, /\bnot provable\b/i];

export function emptyReport(): PolicyReport {
  return { packs: [], failed: [], warned: [], unproven: [], remediated: [], errors: [] };
}

/** The policy packs of a plan: each runs in one process, which judges the stacks one after another. */
export class PolicyPacks {
  readonly #packs: Pack[];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(processes: PackProcess[], folders: PolicyFolders) {
    this.#packs = processes.map((process) => new Pack(process, folders));
  }

  /** What all packs say about a stack, after those asked for before; a pack that breaks is an error in the report. */
  judge(stack: Judged): Promise<PolicyReport> {
    const report = this.#turn.then(() => this.#judge(stack));
    this.#turn = report;
    return report;
  }

  async #judge(stack: Judged): Promise<PolicyReport> {
    // Every pack judges what the remediations of all packs leave.
    const verdicts: Verdict[] = [];
    for (const pack of this.#packs) verdicts.push(await pack.begin(stack));
    const reports = await Promise.all(verdicts.map((verdict) => verdict.finish()));
    const merged = emptyReport();
    for (const report of reports) {
      for (const part of ["packs", "failed", "warned", "unproven", "remediated", "errors"] as const) {
        (merged[part] as unknown[]).push(...report[part]);
      }
    }
    for (const part of ["failed", "warned", "unproven", "remediated"] as const) merged[part].sort(compareFindings);
    return merged;
  }

  close(): void {
    for (const pack of this.#packs) pack.close();
  }
}

/** What one pack is to say about one stack. */
interface Verdict {
  /** Lets the pack judge; called when all packs have remediated. */
  finish(): Promise<PolicyReport>;
}

class Pack {
  readonly #process: PackProcess;
  readonly #folders: PolicyFolders;
  readonly #client: Promise<PackClient>;
  readonly #info: Promise<PackInfo>;

  constructor(packProcess: PackProcess, folders: PolicyFolders) {
    this.#process = packProcess;
    this.#folders = folders;
    this.#client = packProcess.address.then((address) => new PackClient(address));
    this.#info = this.#client.then((client) => client.info());
    this.#info.catch(() => undefined);
  }

  /** Configures the pack for a stack and lets it remediate. */
  async begin(stack: Judged): Promise<Verdict> {
    try {
      const [client, info] = await Promise.all([this.#client, this.#info]);
      const config = this.#configure(info, stack.name);
      await client.configure(stack.name, stack.project, config);
      const judgement = new Judgement(client, info, stack, config);
      await judgement.remediate();
      return { finish: () => judgement.finish().catch((error: unknown) => this.#broken(error)) };
    } catch (error) {
      return { finish: () => Promise.resolve(this.#broken(error)) };
    }
  }

  #broken(error: unknown): PolicyReport {
    const message =
      error instanceof PlanProblem
        ? error.message
        : `policy pack ${this.#process.directory}: ${withoutStack(messageOf(error))}`;
    return { ...emptyReport(), errors: [message] };
  }

  #configure(info: PackInfo, stack: string): Map<string, Required<RuleConfig>> {
    const file = findPackConfig(info.name, stack, this.#folders.configDir, this.#folders.root);
    const given = file === undefined ? new Map<string, RuleConfig>() : readPackConfig(file);
    const config = reconcile(info.rules, info.initialConfig, given);
    const problems = invalidConfig(info.rules, config, given);
    if (problems.length > 0) {
      throw new PlanProblem(problems.map((problem) => `${file ?? `policy pack ${info.name}`}: ${problem}`).join("\n"));
    }
    return config;
  }

  close(): void {
    void this.#client.then((client) => client.close()).catch(() => undefined);
  }
}

/** Collects what one pack says about one stack. */
class Judgement {
  readonly #byUrn: Map<string, PlannedResource>;
  readonly #levels: EnforcementLevel[];
  readonly #report = emptyReport();
  /** Errors of rules, each with what they were judging: a broken rule usually breaks for every resource. */
  readonly #broken = new Map<string, string[]>();

  constructor(
    readonly client: PackClient,
    readonly info: PackInfo,
    readonly stack: Judged,
    config: Map<string, Required<RuleConfig>>,
  ) {
    this.#byUrn = new Map(stack.resources.map((resource) => [resource.urn, resource]));
    this.#levels = [...config.values()].map(({ level }) => level);
  }

  /** Applies what rules of the level `remediate` change. */
  async remediate(): Promise<void> {
    if (!this.#levels.includes("remediate")) return;
    for (const resource of this.stack.resources) await this.#remediate(resource);
  }

  async finish(): Promise<PolicyReport> {
    const { resources } = this.stack;
    const each = resources.map((resource) =>
      this.#add(resource.urn, () => this.client.analyze(resource, this.#providerOf(resource))),
    );
    const whole = this.#add(undefined, () =>
      this.client.analyzeStack(resources, (resource) => this.#providerOf(resource)),
    );
    await Promise.all([...each, whole]);
    for (const [details, urns] of this.#broken) this.#report.errors.push(brokenRule(details, urns.sort()));
    this.#report.errors.sort();
    const disabled = this.#levels.filter((level) => level === "disabled").length;
    this.#report.packs.push(summary(this.info, disabled, this.#report));
    return this.#report;
  }

  async #remediate(resource: PlannedResource): Promise<void> {
    for (const { rule, properties, diagnostic } of await this.client.remediate(resource, this.#providerOf(resource))) {
      const finding = { pack: this.info.name, rule, level: "mandatory", urn: resource.urn } as const;
      if (properties) {
        resource.inputs = properties;
        Object.assign(resource.outputs, properties);
        this.#report.remediated.push({ ...finding, message: "properties changed by the rule" });
      } else if (diagnostic) {
        this.#report.unproven.push({ ...finding, message: diagnostic });
      }
    }
  }

  async #add(urn: string | undefined, ask: () => Promise<Diagnostic[]>): Promise<void> {
    let diagnostics: Diagnostic[];
    try {
      diagnostics = await ask();
    } catch (error) {
      const details = withoutStack((error as { details?: string }).details ?? messageOf(error)).replaceAll("\n", " ");
      this.#broken.set(details, [...(this.#broken.get(details) ?? []), urn ?? "the stack"]);
      return;
    }
    for (const { rule, level, message, urn: named } of diagnostics) {
      const finding: Finding = {
        pack: this.info.name,
        rule,
        level: level === "advisory" ? "advisory" : "mandatory",
        message,
        urn: named ?? urn,
      };
      if (NOT_PROVABLE.some((pattern) => pattern.test(message))) this.#report.unproven.push(finding);
      else if (finding.level === "mandatory") this.#report.failed.push(finding);
      else this.#report.warned.push(finding);
    }
  }

  #providerOf(resource: PlannedResource): PlannedResource | undefined {
    return this.#byUrn.get(resource.provider?.split("::").slice(0, -1).join("::") ?? "");
  }
}

function brokenRule(details: string, judging: string[]): string {
  const [first = "", ...others] = judging;
  return `${details}\n  judging ${first}${others.length > 0 ? ` and ${others.length} more` : ""}`;
}

/** How the SDK names the rule that threw. */
const BROKEN_RULE = /policy '([^']+)' from policy pack/;

function summary({ name, version, rules }: PackInfo, disabled: number, report: PolicyReport): PackResult {
  const broken = report.errors.flatMap((error) => BROKEN_RULE.exec(error)?.[1] ?? []);
  const found = new Set([
    ...broken,
    ...[...report.failed, ...report.warned, ...report.unproven].map(({ rule }) => rule),
  ]);
  return { name, version, rules: rules.length, disabled, passed: rules.length - disabled - found.size };
}

function compareFindings(a: Finding, b: Finding): number {
  const [first, second] = [a, b].map(({ pack, rule, urn = "", message }) => [pack, rule, urn, message].join("\0"));
  return (first ?? "") < (second ?? "") ? -1 : 1;
}
