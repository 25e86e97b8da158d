import { notProvable, type StackFinding, type StackRule } from "../../rule";
import { nameOf } from "../../urn";
import { at, UNKNOWN } from "../../values";
import { refersTo } from "../attachments";
import { isApplication, LOAD_BALANCER } from "./types";

const ASSOCIATION: ReadonlySet<string> = new Set([
  "aws:wafv2/webAclAssociation:WebAclAssociation",
  "aws:wafregional/webAclAssociation:WebAclAssociation",
]);

export const albWafAssociated: StackRule = {
  name: "alb-waf-associated",
  description: "Application load balancers that face the internet have a web ACL in front.",
  why: "Known attacks, floods and bots end there, before they reach a service.",
  fix: "Associate a regional web ACL by aws.wafv2.WebAclAssociation; in a stack file: `loadBalancer.webAclArn`. Where Firewall Manager does it, take an exemption.",
  severity: "low",
  level: "advisory",
  unknown: "not evaluated",
  unknownNote: "The ARN of the load balancer may be unknown: the association's dependency on it counts.",
  topics: ["load-balancer"],
  url: "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating.html",
  inputsOf: LOAD_BALANCER,
  checkStack({ resources, inputs }): StackFinding[] {
    const associations = resources.filter(({ type }) => ASSOCIATION.has(type));
    return resources
      .filter(({ type, urn }) => LOAD_BALANCER.has(type) && isApplication(inputs.get(urn)))
      .filter((balancer) => !associations.some((association) => refersTo(association, "resourceArn", balancer)))
      .flatMap(({ urn }): StackFinding[] => {
        const internal = at(inputs.get(urn), "internal");
        if (internal === true) return [];
        if (internal !== UNKNOWN) return [{ message: "no web ACL is associated", urn }];
        return [{ ...notProvable(`${nameOf(urn)}.internal`, "whether it faces the internet"), urn }];
      });
  },
};
