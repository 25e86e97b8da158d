import { mustBe, notProvable, type Finding, type StackFinding, type StackRule } from "../../rule";
import { at, itemsAt, UNKNOWN } from "../../values";
import { refersTo } from "../attachments";
import { LISTENER, LISTENER_RULE, protocolOf } from "./types";

export const listenerHttpsOnly: StackRule = {
  name: "listener-https-only",
  description: "Listeners for HTTP, and their rules, do nothing but redirect to HTTPS.",
  why: "Whoever is on the way reads and changes what HTTP carries: passwords, cookies, pages.",
  fix: 'Redirect: `{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }`. An internal listener that has to speak HTTP takes an exemption.',
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown protocol could be HTTP, an unknown action a forward. Target groups may be unknown.",
  topics: ["load-balancer", "encryption"],
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html",
  inputsOf: new Set([...LISTENER, ...LISTENER_RULE]),
  check({ type, props }): Finding[] {
    if (!LISTENER.has(type) || protocolOf(props) !== "HTTP") return [];
    return otherThanRedirects(props, "defaultActions").filter(({ unknown }) => !unknown);
  },
  checkStack({ resources, inputs }): StackFinding[] {
    const rules = resources.filter(({ type }) => LISTENER_RULE.has(type));
    return resources
      .filter(({ type }) => LISTENER.has(type))
      .flatMap((listener): StackFinding[] => {
        const { urn } = listener;
        const props = inputs.get(urn);
        const protocol = protocolOf(props);
        if (protocol === UNKNOWN) return [{ ...notProvable("protocol", "whether it is HTTP"), urn }];
        if (protocol !== "HTTP") return [];
        const defaults = otherThanRedirects(props, "defaultActions").filter(({ unknown }) => unknown);
        const own = rules.filter((rule) => refersTo(rule, "listenerArn", listener));
        return [
          ...defaults.map((finding) => ({ ...finding, urn })),
          ...own.flatMap((rule) =>
            otherThanRedirects(inputs.get(rule.urn), "actions").map((finding) => ({ ...finding, urn: rule.urn })),
          ),
        ];
      });
  },
};

function otherThanRedirects(props: unknown, property: "defaultActions" | "actions"): Finding[] {
  return itemsAt(props, property).flatMap((action, index): Finding[] => {
    const path = `${property}[${index}]`;
    const type = mustBe(`${path}.type`, at(action, "type"), "redirect");
    return type.length > 0 ? type : mustBe(`${path}.redirect.protocol`, at(action, "redirect", "protocol"), "HTTPS");
  });
}
