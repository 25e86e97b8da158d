import type { Problems } from "../../shared/problems";
import { fillBody } from "../monitoring/body";
import type { MonitoringArgs } from "../monitoringArgs";

/** Monitoring: an address that a secret may be sent to, a body that is JSON. */
export function validateMonitoring({ endpoint, header, body }: MonitoringArgs, problems: Problems): void {
  problems.require(
    /^https:\/\/[^\s/]+\.[^\s/]+(\/\S*)?$/.test(endpoint),
    "monitoring.endpoint",
    `"${endpoint}" is not an HTTPS address`,
  );
  problems.require(/^[A-Za-z0-9-]+$/.test(header), "monitoring.header", `"${header}" is not the name of a header`);
  if (body === undefined) return;
  try {
    JSON.parse(fillBody(body, () => "x"));
  } catch {
    problems.add("monitoring.body", "is not JSON once its <placeholders> are filled in; quote them like other text");
  }
}
