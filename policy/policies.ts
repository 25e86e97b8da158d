import type {
  Policy,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { EXEMPTIONS_SCHEMA, leaveFor } from "./exemptions";
import { optionsOf, type Finding, type ResourceRule, type Rule, type StackRule } from "./rule";
import { cannotEvaluate } from "./values";

type Configuration = Readonly<Record<string, unknown>>;

/** Every policy of ours sees single resources; those of stack rules see the whole stack as well. */
type SdkPolicy = ResourceValidationPolicy | (ResourceValidationPolicy & StackValidationPolicy);

const currentDay = () => new Date().toISOString().slice(0, 10);

/** A rule as the SDK wants it: with exemptions, defaults for its options and the treatment of unknown values. */
export function toPolicy(rule: Rule, today = currentDay): SdkPolicy {
  const metadata: Policy = {
    name: rule.name,
    description: rule.description,
    enforcementLevel: rule.level,
    severity: rule.severity,
    tags: [...rule.topics],
    remediationSteps: rule.fix,
    url: rule.url,
    configSchema: { properties: { ...rule.options, exemptions: EXEMPTIONS_SCHEMA } },
  };
  if (!("checkStack" in rule)) {
    return { ...metadata, validateResource: (args, report) => validateResource(rule, args, report, today) };
  }
  // The SDK shows inputs resource by resource and, at the end, outputs only: what a stack rule needs of the former is kept.
  const inputs = new Map<string, unknown>();
  return {
    ...metadata,
    validateResource: (args: ResourceValidationArgs, report: ReportViolation) => {
      if (!rule.inputsOf.has(args.type)) return;
      inputs.set(args.urn, args.props);
      validateInputs(rule, args, report, today());
    },
    validateStack: (args, report) => validateStack(rule, args, inputs, report, today()),
  };
}

function validateResource(
  rule: ResourceRule,
  args: ResourceValidationArgs,
  report: ReportViolation,
  today: () => string,
): void {
  if (!rule.types.has(args.type)) return;
  const configuration = args.getConfig<Configuration>();
  const findings = rule.check(args, configured(rule, configuration));
  const { granted, problems } = leaveFor(args.urn, configuration.exemptions, today());
  publish(rule, problems.map(violation), report);
  if (!granted) return publish(rule, findings, report);
  if (findings.length > 0) args.notApplicable(`exempt until ${granted.until}: ${granted.reason}`);
}

/** Reports what the inputs tell at once; what is wrong with the exemptions follows with the whole stack. */
function validateInputs(rule: StackRule, args: ResourceValidationArgs, report: ReportViolation, today: string): void {
  const configuration = args.getConfig<Configuration>();
  if (!rule.check || leaveFor(args.urn, configuration.exemptions, today).granted) return;
  publish(rule, rule.check(args, configured(rule, configuration)), report);
}

function validateStack(
  rule: StackRule,
  args: StackValidationArgs,
  inputs: ReadonlyMap<string, unknown>,
  report: ReportViolation,
  today: string,
): void {
  const configuration = args.getConfig<Configuration>();
  const findings = rule.checkStack({ resources: args.resources, inputs }, configured(rule, configuration));
  const leaves = new Map(args.resources.map(({ urn }) => [urn, leaveFor(urn, configuration.exemptions, today)]));
  for (const [urn, { problems }] of leaves) publish(rule, problems.map(violation), (message) => report(message, urn));
  const standing = findings.filter(({ urn }) => !leaves.get(urn)?.granted);
  publish(rule, standing, report);
}

const violation = (message: string): Finding => ({ message });

/** Reports what was found; last, because it ends the policy for the resource, what could not be evaluated. */
function publish(rule: Rule, findings: readonly (Finding & { urn?: string })[], report: ReportViolation): void {
  const unevaluated = rule.unknown === "not evaluated" ? findings.find(({ unknown }) => unknown) : undefined;
  for (const { message, unknown, urn } of findings) {
    if (!unknown || rule.unknown === "fails") report(`${message}\nFix: ${rule.fix}`, urn);
  }
  if (unevaluated?.unknown) throw cannotEvaluate(unevaluated.unknown);
}

/** The options as a stack configures them; the engine has checked them against their schemas. */
function configured(rule: Rule, configuration: Configuration): object {
  return Object.fromEntries(optionsOf(rule).map(([name, schema]) => [name, configuration[name] ?? schema.default]));
}
