import { mustBe, type Finding, type ResourceRule } from "../../rule";
import { at } from "../../values";
import { isApplication, LOAD_BALANCER } from "./types";

export const albDeletionProtection: ResourceRule = {
  name: "alb-deletion-protection",
  description: "Application load balancers are protected against deletion.",
  why: "A change that replaces one takes every service behind it off the air, and its address with it.",
  fix: "Set `enableDeletionProtection: true`. Whoever removes an environment under this rule takes an exemption until that day.",
  severity: "high",
  level: "advisory",
  unknown: "fails",
  unknownNote: "An unknown switch could be off.",
  topics: ["load-balancer", "zero-downtime"],
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
  types: LOAD_BALANCER,
  check({ props }): Finding[] {
    return isApplication(props) ? mustBe("enableDeletionProtection", at(props, "enableDeletionProtection"), true) : [];
  },
};
