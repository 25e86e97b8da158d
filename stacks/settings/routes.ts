import type { Problem } from "../../components/shared/problems";
import type { ServiceSettings } from "./serviceSchema";

/** A listener rule that a service asks for. */
interface Rule {
  service: string;
  /** Path of the route in the settings, e.g. `services[1].route`. */
  path: string;
  /** Path of the priority. */
  priorityPath: string;
  priority: number;
  hosts: string[];
  paths: string[];
  /** Whether only requests with a certain header match. */
  test: boolean;
}

/** Problems between the listener rules of one load balancer: priorities that clash, and rules that no request reaches. */
export function checkRoutes(services: readonly Partial<ServiceSettings>[]): Problem[] {
  const rules = services.flatMap((service, i) => rulesOf(service, `services[${i}]`));
  return [...checkPriorities(rules), ...checkReach(rules.filter(({ test }) => !test))];
}

function rulesOf({ name, route, deployment }: Partial<ServiceSettings>, at: string): Rule[] {
  if (name === undefined || route === undefined) return [];
  const { priority, hosts, paths } = route;
  const path = `${at}.route`;
  const rule = { service: name, path, priorityPath: `${path}.priority`, priority, hosts, paths, test: false };
  const test = !deployment || deployment.strategy === "rolling" ? undefined : deployment.testTraffic;
  const priorityPath = `${at}.deployment.testTraffic.priority`;
  return test ? [rule, { ...rule, priorityPath, priority: test.priority, test: true }] : [rule];
}

function checkPriorities(rules: Rule[]): Problem[] {
  return rules.flatMap(({ priority, priorityPath }, i) => {
    const taken = rules.slice(0, i).find((other) => other.priority === priority);
    if (!taken) return [];
    const reason = `${priority} is taken by service "${taken.service}"; priorities are unique per load balancer`;
    return [{ path: priorityPath, reason }];
  });
}

/** A rule whose every request matches a rule before it: its service would never get one. */
function checkReach(rules: Rule[]): Problem[] {
  const ordered = [...rules].sort((a, b) => a.priority - b.priority);
  return ordered.flatMap((rule, i) => {
    // Equal priorities are reported as that.
    const first = ordered.slice(0, i).find((other) => other.priority < rule.priority && takesAll(other, rule));
    if (!first) return [];
    const reason =
      `service "${first.service}" (priority ${first.priority}) takes every request for ${describe(rule)} ` +
      `before priority ${rule.priority}: give this rule the lower number, or other hosts or paths`;
    return [{ path: rule.path, reason }];
  });
}

function takesAll(first: Rule, rule: Rule): boolean {
  return covers(first.hosts, rule.hosts) && covers(first.paths, rule.paths);
}

/** Whether each of `patterns` matches only what one of `wider` matches too; no patterns at all match everything. */
function covers(wider: string[], patterns: string[]): boolean {
  if (wider.length === 0) return true;
  const expressions = wider.map(expressionOf);
  return (patterns.length > 0 ? patterns : ["*"]).every((pattern) => expressions.some((one) => one.test(pattern)));
}

/**
 * The patterns that `pattern` covers: its `*` covers any text with wildcards, its `?` any character but `*`.
 * Paths tell upper from lower case and hosts do not, but DNS names are written in lower case.
 */
function expressionOf(pattern: string): RegExp {
  const parts = pattern.split(/([*?])/).map((part) => {
    if (part === "*") return ".*";
    return part === "?" ? "[^*]" : part.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`);
}

const describe = ({ hosts, paths }: Rule): string => [...hosts, ...paths].join(", ") || "any host and path";
