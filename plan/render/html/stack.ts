import type { StackDiff } from "../../diff/model";
import { isManaged } from "../../diff/changes";
import type { Finding, PlannedResource, Properties, StackPlan } from "../../model";
import { isStackUrn } from "../../urn";
import { readArchitecture } from "../architecture/read";
import { type DiffLine, diffSections, diffSummary, type Mark } from "../diffSections";
import { packLine } from "../policySection";
import type { Rendered } from "../renderer";
import { simpleType } from "../simpleType";
import { summaryLine } from "../summaryLine";
import { valueText } from "../valueText";
import { type Html, markup } from "./escape";
import { pictureSvg } from "./picture";

const SIGNS: Record<Mark, string> = { add: "+", remove: "−", change: "~", danger: "!", note: "" };

/** Everything about a stack; its parts have ids that begin with `prefix`. */
export async function stackSection(plan: StackPlan, shown: Rendered, prefix: string): Promise<Html> {
  const diff = shown.diff?.stacks.find(({ name }) => name === plan.name);
  const listed = plan.resources.filter(
    (resource) => isStackUrn(resource.urn) || resource.external || isManaged(resource),
  );
  const ids = new Map(listed.map(({ urn }, index) => [urn, `${prefix}-${index}`]));
  const operations = new Map(diff?.changes.map(({ urn, operation }) => [urn, operation]));
  const linkOf = (urn: string) => {
    const id = ids.get(urn);
    return id === undefined ? undefined : { href: `#${id}`, operation: operations.get(urn) };
  };
  const title = `Architecture of ${plan.name}`;
  const picture = await pictureSvg(readArchitecture(plan), title, linkOf);
  return markup`<section id="${prefix}">
    <h2>${plan.project}/${plan.name} <span class="faint">${plan.region}</span></h2>
    <p>${summaryLine(plan, shown)}</p>
    ${problemList([...plan.problems, ...(diff?.problems ?? [])])} ${diff && diffHtml(diff)} ${policyHtml(plan, ids)}
    <h3>${title}</h3>
    <div class="picture" tabindex="0" role="region" aria-label="${title}">${picture}</div>
    <h3>Resources</h3>
    ${listed.map((resource) => resourceHtml(resource, ids, operations.get(resource.urn)))}
    <h3>Outputs</h3>
    ${listing(Object.entries(plan.outputs).map(([name, value]) => [name, valueText(value)]))}
  </section> `;
}

function problemList(problems: string[]): Html | undefined {
  return problems.length === 0
    ? undefined
    : markup`<h3>Problems</h3>
        <ul>
          ${problems.map((problem) => markup`<li class="failed">${problem}</li>`)}
        </ul>`;
}

function diffHtml(diff: StackDiff): Html {
  return markup`<h3>Changes: ${diffSummary(diff)}</h3>
    ${diffSections(diff).map(
      ({ title, lines }) =>
        markup`<details${title === "Resources" ? "" : markup` open`}><summary>${title} (${lines.length})</summary>${diffList(lines)}</details>\n`,
    )}`;
}

function diffList(lines: DiffLine[]): Html {
  return markup`<ul class="diff">
    ${lines.map(
      ({ mark, sign, text, below = [] }) =>
        markup`<li class="${mark}">
          ${sign ?? SIGNS[mark]} <span class="text">${text}</span>${below.length > 0 ? diffList(below) : undefined}
        </li>`,
    )}
  </ul>`;
}

function policyHtml({ policy }: StackPlan, ids: Map<string, string>): Html {
  const list = (kind: "failed" | "warned" | "note", label: string, findings: Finding[]) =>
    findings.map(
      ({ rule, urn, message }) =>
        markup`<li class="${kind}">
          ${label} ${rule}: ${urn === undefined ? "the stack" : linkTo(urn, ids)}: <span class="text">${message.trim()}</span>
        </li>`,
    );
  const findings = [
    ...policy.errors.map((error) => markup`<li class="failed">${error}</li>`),
    ...list("failed", "violated:", policy.failed),
    ...list(
      "failed",
      "could not be evaluated:",
      policy.unproven.filter(({ level }) => level === "mandatory"),
    ),
    ...list(
      "warned",
      "could not be evaluated:",
      policy.unproven.filter(({ level }) => level === "advisory"),
    ),
    ...list("warned", "violated (advisory):", policy.warned),
    ...list("note", "remediated:", policy.remediated),
  ];
  return markup`<h3>Policies</h3>
    <ul>
      ${policy.packs.map((pack) => markup`<li>${packLine(pack)}</li>`)}${findings}
    </ul>`;
}

function linkTo(urn: string, ids: Map<string, string>): Html {
  const id = ids.get(urn);
  const name = urn.split("::").slice(3).join("::");
  return id === undefined ? markup`${name}` : markup`<a href="#${id}">${name}</a>`;
}

function resourceHtml(resource: PlannedResource, ids: Map<string, string>, operation: string | undefined): Html {
  const { urn, type, name, inputs, options, source, dependencies, propertyDependencies, parent } = resource;
  const needs = [...new Set([...dependencies, ...Object.values(propertyDependencies).flat()])];
  const links = (urns: string[]) => urns.map((each, index) => markup`${index > 0 ? ", " : ""}${linkTo(each, ids)}`);
  return markup`<details class="resource" id="${ids.get(urn)}">
    <summary>
      ${simpleType(type)} <strong>${name}</strong>${
        operation === undefined ? undefined : markup` <span class="change">${operation}</span>`
      }
    </summary>
    <dl>
      ${
        source &&
        markup`<dt>Source</dt>
          <dd>${source.file}:${source.line}</dd>`
      }${
        parent &&
        markup`<dt>Parent</dt>
          <dd>${linkTo(parent, ids)}</dd>`
      }${
        needs.length > 0
          ? markup`<dt>Needs</dt>
              <dd>${links(needs)}</dd>`
          : undefined
      }${entries(Object.entries(options as Properties).map(([key, value]) => [`option ${key}`, valueText(value)]))}${entries(
        Object.entries(inputs).map(([key, value]) => [key, valueText(value)]),
      )}
    </dl>
  </details> `;
}

function entries(pairs: [name: string, text: string][]): Html[] {
  return pairs.map(
    ([name, text]) =>
      markup`<dt>${name}</dt>
        <dd>${text}</dd>`,
  );
}

function listing(pairs: [name: string, text: string][]): Html {
  return pairs.length === 0 ? markup`<p class="faint">none</p>` : markup`<dl>${entries(pairs)}</dl>`;
}
