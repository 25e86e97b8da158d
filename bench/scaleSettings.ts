import { stringify } from "yaml";
import type { z } from "zod";
import { configKey } from "../stacks/settings/decode";
import type { settingsSchema } from "../stacks/settings/schema";

type Settings = z.input<typeof settingsSchema>;
type Service = NonNullable<Settings["services"]>[number];

/** A stack file of so many services: the one place that knows what the settings of a large stack look like. */
export function scaleStackFile(services: number): string {
  const settings: Settings = {
    region: "us-west-2",
    owner: "acme",
    project: "scale",
    stage: "staging",
    network: { kind: "new", cidr: "10.60.0.0/16", zones: ["us-west-2a", "us-west-2b"], natGateways: "single" },
    loadBalancer: {
      certificateArn: "arn:aws:acm:us-west-2:123456789012:certificate/7f8a2a0e-4b4b-4f4e-9d55-0c8f6c1f6d10",
    },
    services: Array.from({ length: services }, (_, index) => service(index)),
  };
  const config = Object.entries(settings).map(([setting, value]) => [configKey(setting), value] as const);
  return stringify({ config: Object.fromEntries(config) });
}

/** A team has ten services: a web service behind the load balancer, two that it calls, and seven workers. */
const TEAM = ["web", "api", "catalog", "mailer", "indexer", "importer", "exporter", "billing", "reports", "cleanup"];

function service(index: number): Service {
  const kind = TEAM[index % TEAM.length] ?? "";
  const team = Math.floor(index / TEAM.length);
  const name = `${kind}-${team}`;
  const worker: Service = {
    name,
    source: { repository: name, branch: "main" },
    containers: [
      {
        name: "app",
        image: `123456789012.dkr.ecr.us-west-2.amazonaws.com/${name}:1.4.${team}`,
        ports: [8080],
        environment: { LOG_LEVEL: "info", TEAM: `team-${team}` },
      },
    ],
    cpu: 256,
    memoryMiB: 512,
  };
  if (kind === "api" || kind === "catalog") return { ...worker, discovery: { via: "dns", port: 8080 } };
  if (kind !== "web") return worker;
  return {
    ...worker,
    connectsTo: [`api-${team}`, `catalog-${team}`],
    route: {
      priority: index + 1,
      port: 8080,
      hosts: [`team-${team}.example.com`],
      healthCheck: { path: "/health" },
    },
    scaling: { min: 2, max: 10, cpuPercent: 60, requestsPerTarget: 500 },
  };
}
