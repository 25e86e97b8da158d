import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, itemsAt, shown, UNKNOWN } from "../../values";

const ALLOWED: readonly unknown[] = ["enhanced", "enabled"];

export const ecsInsightsEnabled: ResourceRule = {
  name: "ecs-insights-enabled",
  description: "Clusters publish the metrics of their services and tasks (Container Insights), and say so themselves.",
  why: "ECS alone tells averages of a service; which task runs out of memory, and how many wait, nobody sees.",
  fix: 'Set `settings: [{ name: "containerInsights", value: "enhanced" }]`, or `"enabled"` for fewer metrics. In a stack file: `cluster.containerInsights`.',
  severity: "medium",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote: "A setting that is unknown could be any; the update sees it.",
  topics: ["ecs", "monitoring"],
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html",
  types: new Set(["aws:ecs/cluster:Cluster"]),
  check({ props }): Finding[] {
    const settings = itemsAt(props, "settings").map((item) => ({ name: at(item, "name"), value: at(item, "value") }));
    const insights = settings.filter(({ name }) => name === "containerInsights");
    if (insights.some(({ value }) => ALLOWED.includes(value))) return [];
    const open = [...insights.map(({ value }) => value), ...settings.map(({ name }) => name)].includes(UNKNOWN);
    if (open) return [notProvable("settings", "whether Container Insights is on")];
    return [
      { message: `containerInsights is ${shown(insights[0]?.value)}, allowed: ${ALLOWED.map(shown).join(", ")}` },
    ];
  },
};
