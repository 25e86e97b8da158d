import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, shown, UNKNOWN } from "../../values";

export const logsRetentionSet: ResourceRule = {
  name: "logs-retention-set",
  description: "Every log group says for how many days it keeps its events.",
  why: "Without a retention CloudWatch keeps, and bills, every event for ever, personal data included.",
  fix: "Set `retentionInDays`.",
  severity: "medium",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote: "A number that is unknown could be 0, for ever; the update sees it.",
  topics: ["logs", "cost"],
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
  types: new Set(["aws:cloudwatch/logGroup:LogGroup"]),
  check({ props }): Finding[] {
    const days = at(props, "retentionInDays");
    if (days === UNKNOWN) return [notProvable("retentionInDays", "whether events expire")];
    if (typeof days === "number" && days > 0) return [];
    return [{ message: `retentionInDays is ${shown(days)}, which means for ever` }];
  },
};
