import type { Diagnostic } from "./model";
import type { Reply } from "./rpc";
import { Empty, engine } from "./sdk";

const SEVERITIES: Record<number, Diagnostic["severity"] | undefined> = {
  [engine.LogSeverity.INFO]: "info",
  [engine.LogSeverity.WARNING]: "warning",
  [engine.LogSeverity.ERROR]: "error",
};

/** The engine's other service: it takes what the program logs. */
export class PlanEngine {
  readonly diagnostics: Diagnostic[] = [];

  log(request: engine.LogRequest, reply: Reply<Empty>): void {
    const severity = SEVERITIES[request.getSeverity()];
    if (severity)
      this.diagnostics.push({ severity, message: request.getMessage(), urn: request.getUrn() || undefined });
    reply(null, new Empty());
  }

  setRootResource(_request: unknown, reply: Reply<engine.SetRootResourceResponse>): void {
    reply(null, new engine.SetRootResourceResponse());
  }

  requirePulumiVersion(_request: unknown, reply: Reply<engine.RequirePulumiVersionResponse>): void {
    reply(null, new engine.RequirePulumiVersionResponse());
  }
}
