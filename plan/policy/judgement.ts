import type { EnforcementLevel, Finding, PackResult, PlannedResource, PolicyReport } from "../model";
import { messageOf } from "../problem";
import type { Diagnostic, PackClient, PackInfo } from "./packClient";
import type { RuleConfig } from "./packConfig";
import { Limit } from "./limit";
import { withoutStack } from "./packProcess";
import { emptyReport } from "./report";

/** How rules say that the value which they need is not known before `pulumi up`; the first is the SDK's own. */
const NOT_PROVABLE = [/^can't run policy .* during preview: /, /\bnot provable\b/i];

/** Questions that a pack has at once: enough that it never waits for one. Each takes memory until it is answered. */
const MAX_ASKED = 32;

/** The provider of a resource, which rules see with it. */
export type ProviderOf = (resource: PlannedResource) => PlannedResource | undefined;

/** Collects what one pack says about one stack. */
export class Judgement {
  readonly #levels: EnforcementLevel[];
  readonly #report = emptyReport();
  /** Errors of rules, each with what they were judging: a broken rule usually breaks for every resource. */
  readonly #broken = new Map<string, string[]>();
  readonly #asked: Promise<void>[] = [];
  readonly #limit = new Limit(MAX_ASKED);
  #remediated = Promise.resolve();

  constructor(
    readonly client: PackClient,
    readonly info: PackInfo,
    readonly providerOf: ProviderOf,
    config: Map<string, Required<RuleConfig>>,
  ) {
    this.#levels = [...config.values()].map(({ level }) => level);
  }

  /** Whether a rule may change resources, which is to happen before any rule judges them. */
  get remediates(): boolean {
    return this.#levels.includes("remediate");
  }

  /** Applies what rules of the level `remediate` change. Where that fails, {@link finish} throws. */
  async remediate(resources: PlannedResource[]): Promise<void> {
    if (!this.remediates) return;
    this.#remediated = this.#remediateAll(resources);
    await this.#remediated.catch(() => undefined);
  }

  async #remediateAll(resources: PlannedResource[]): Promise<void> {
    for (const resource of resources) await this.#remediate(resource);
  }

  async #remediate(resource: PlannedResource): Promise<void> {
    for (const { rule, properties, diagnostic } of await this.client.remediate(resource, this.providerOf(resource))) {
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

  /** Asks the rules that judge single resources. */
  analyze(resource: PlannedResource): void {
    this.#asked.push(this.#add(resource.urn, () => this.client.analyze(resource, this.providerOf(resource))));
  }

  /** Asks the rules that judge the stack, and waits for all answers. */
  async finish(resources: PlannedResource[]): Promise<PolicyReport> {
    await this.#remediated;
    this.#asked.push(this.#add(undefined, () => this.client.analyzeStack(resources, this.providerOf)));
    await this.settle();
    for (const [details, urns] of this.#broken) this.#report.errors.push(brokenRule(details, urns.sort()));
    this.#report.errors.sort();
    const disabled = this.#levels.filter((level) => level === "disabled").length;
    this.#report.packs.push(summary(this.info, disabled, this.#report));
    return this.#report;
  }

  /** Waits for the answers to what has been asked. */
  async settle(): Promise<void> {
    await Promise.all(this.#asked);
  }

  async #add(urn: string | undefined, ask: () => Promise<Diagnostic[]>): Promise<void> {
    let diagnostics: Diagnostic[];
    try {
      diagnostics = await this.#limit.run(ask);
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
