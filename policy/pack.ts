import { PolicyPack } from "@pulumi/policy";
import { toPolicy } from "./policies";
import { RULES } from "./rules";
import { shareProperties } from "./shareProperties";

// Importing this file starts the pack's server. What needs a rule imports the rule, so that nothing else starts one.
shareProperties();
new PolicyPack("slipway", {
  displayName: "Slipway",
  description: "Keeps every Slipway stack tagged, closed, encrypted and safe to roll out",
  policies: RULES.map((rule) => toPolicy(rule)),
});
