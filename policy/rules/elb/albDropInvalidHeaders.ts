import { mustBe, type Finding, type ResourceRule } from "../../rule";
import { at } from "../../values";
import { isApplication, LOAD_BALANCER } from "./types";

export const albDropInvalidHeaders: ResourceRule = {
  name: "alb-drop-invalid-headers",
  description: "Application load balancers drop header fields whose names are invalid.",
  why: "Servers read such names each in their own way, which is how requests are smuggled past checks.",
  fix: "Set `dropInvalidHeaderFields: true`.",
  severity: "medium",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown switch could be off.",
  topics: ["load-balancer"],
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
  types: LOAD_BALANCER,
  check({ props }): Finding[] {
    return isApplication(props) ? mustBe("dropInvalidHeaderFields", at(props, "dropInvalidHeaderFields"), true) : [];
  },
};
