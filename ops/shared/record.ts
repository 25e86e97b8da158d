import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";

/** A step of the engine that has begun and not ended. */
export interface Step {
  readonly urn: string;
  readonly op: string;
  /** Unix time in milliseconds. */
  readonly since: number;
}

/** A change that a preview announces. */
export interface Change {
  readonly urn: string;
  readonly op: string;
  /** Top-level properties that differ. */
  readonly properties: readonly string[];
}

/** A policy that a resource (or the whole stack, without `urn`) violates. */
export interface Violation {
  readonly policy: string;
  readonly level: string;
  readonly message: string;
  readonly urn?: string;
}

/**
 * An input that the engine has recorded and the account never got: the provider plugin is older than the SDK and does not
 * know it.
 */
export interface DroppedInput {
  readonly type: string;
  readonly name: string;
  readonly property: string;
}

/** Operations that leave a resource as it is. */
const UNCHANGED = ["same", "read", "refresh"];

/** The provider's word that a resource is in the state but not in the emulated account. */
const RECORDED_ONLY = /recorded, not created: (.+)/;

/** What one run of the engine did so far: its event stream, folded. */
export class RunRecord {
  /** Steps under way by URN, oldest first. */
  readonly running = new Map<string, Step>();
  /** Number of finished steps. */
  finished = 0;
  /** Changes by URN; of several steps for one resource (a replacement has three) the one that names it best. */
  readonly changes = new Map<string, Change>();
  /** Error messages by URN; those of no resource under "". */
  readonly errors = new Map<string, string[]>();
  readonly violations: Violation[] = [];
  /** `TYPE NAME` of resources that the emulator lacks: planned and recorded, not created. */
  readonly recordedOnly = new Set<string>();
  /** Inputs that the provider plugin did not pass on. */
  dropped: readonly DroppedInput[] = [];
  readonly warnings = new Set<string>();
  /** What the program, the policy pack and the providers wrote to their standard error. */
  readonly stderr: string[] = [];
  /** The stack's outputs as the engine shows them: secrets are masked. */
  outputs: Readonly<Record<string, unknown>> = {};
  /** Number of failed steps by operation. */
  readonly failed: Record<string, number> = {};
  /** Number of resources by operation (create, update, delete, replace, same), failed ones too, once the run is over. */
  totals: Readonly<Record<string, number>> | undefined;

  /** Takes the next event of the stream. Returns the step that it ended, if it ended one. */
  add(event: EngineEvent, now: number): Step | undefined {
    if (event.resourcePreEvent) this.begin(event.resourcePreEvent.metadata, now);
    if (event.policyEvent) this.addViolation(event.policyEvent);
    if (event.diagnosticEvent) this.addDiagnostic(event.diagnosticEvent);
    if (event.summaryEvent) this.totals = event.summaryEvent.resourceChanges;
    if (event.resOpFailedEvent) this.fail(event.resOpFailedEvent.metadata);
    return event.resOutputsEvent && this.end(event.resOutputsEvent.metadata, now);
  }

  private begin({ urn, op, diffs, detailedDiff }: StepEventMetadata, now: number): void {
    this.running.set(urn, { urn, op, since: now });
    if (UNCHANGED.includes(op)) return;
    const properties = detailedDiff ? Object.keys(detailedDiff) : (diffs ?? []);
    if (op === "replace" || !this.changes.has(urn)) this.changes.set(urn, { urn, op, properties });
  }

  private end({ urn, op, type, new: state }: StepEventMetadata, now: number): Step {
    const step = this.running.get(urn) ?? { urn, op, since: now };
    this.running.delete(urn);
    this.finished += 1;
    if (type === "pulumi:pulumi:Stack" && state) this.outputs = state.outputs;
    // A refresh says only at its end what it found.
    if (step.op === "refresh" && !UNCHANGED.includes(op)) this.changes.set(urn, { urn, op, properties: [] });
    return { ...step, op };
  }

  private fail({ urn, op }: StepEventMetadata): void {
    this.running.delete(urn);
    this.failed[op] = (this.failed[op] ?? 0) + 1;
  }

  private addViolation(event: NonNullable<EngineEvent["policyEvent"]>): void {
    this.violations.push({
      policy: `${event.policyPackName}/${event.policyName}`,
      level: event.enforcementLevel,
      message: event.message.trim(),
      urn: event.resourceUrn,
    });
  }

  private addDiagnostic({ severity, message, urn = "" }: NonNullable<EngineEvent["diagnosticEvent"]>): void {
    const text = message.trim();
    const recorded = RECORDED_ONLY.exec(text)?.[1];
    if (recorded) this.recordedOnly.add(recorded);
    else if (severity === "warning") this.warnings.add(text);
    else if (severity === "info#err") this.stderr.push(...text.split("\n"));
    else if (severity === "error") this.errors.set(urn, [...(this.errors.get(urn) ?? []), text]);
  }
}
