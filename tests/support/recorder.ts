import * as pulumi from "@pulumi/pulumi";
import type * as resourceProto from "@pulumi/pulumi/proto/resource_pb";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { Empty, MockMonitor, state } from "../../plan/sdk";
import { mapOwnStackFrames } from "../../plan/stackTraces";
import { computedOutputs, answerInvoke } from "./answers";

/** One registration as the engine would get it. */
export interface Recorded {
  type: string;
  name: string;
  parent: string;
  inputs: Record<string, any>;
  /** Inputs that are secret. */
  secrets: string[];
  custom: boolean;
  protect: boolean;
  retainOnDelete: boolean;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  deleteBeforeReplace: boolean;
  /** Names of the hooks that run before an update. */
  beforeUpdate: string[];
  /** How long the engine waits for a creation and an update, e.g. `20m`; empty where the provider decides. */
  timeouts: { create: string; update: string; delete?: string };
  /** Names of the resources that this one waits for. */
  dependencies: string[];
  /** Whether a component said that its outputs are complete. */
  registeredOutputs: boolean;
}

/** The resources of a program, found by the end of their type and by name. */
export class Recording {
  constructor(readonly resources: Recorded[]) {}

  /** All resources of a type, e.g. `aws:ec2/launchTemplate:LaunchTemplate`. */
  all(type: string): Recorded[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The one resource of a type, or the one whose name ends in `-suffix`. */
  one(type: string, suffix?: string): Recorded {
    const found = this.all(type).filter(({ name }) => suffix === undefined || name.endsWith(`-${suffix}`));
    if (found.length !== 1) {
      const names = this.all(type).map(({ name }) => name);
      throw new Error(
        `${found.length} resources of type ${type} match "${suffix ?? "*"}"; there are: ${names.join(", ")}`,
      );
    }
    return found[0]!;
  }
}

class RecordingMonitor extends MockMonitor {
  readonly recorded = new Map<string, Recorded>();

  override async registerResource(
    request: resourceProto.RegisterResourceRequest,
    callback: (error: any, response: any) => void,
  ): Promise<void> {
    await super.registerResource(request, (error: any, response: any) => {
      if (response) {
        const urn = (response as resourceProto.RegisterResourceResponse).getUrn();
        this.recorded.set(urn, {
          type: request.getType(),
          name: request.getName(),
          parent: nameOf(request.getParent()),
          inputs: this.inputs.get(`${request.getType()}::${request.getName()}`) ?? {},
          secrets: secretsOf(request),
          custom: request.getCustom(),
          protect: request.getProtect() ?? false,
          retainOnDelete: request.getRetainondelete() ?? false,
          ignoreChanges: request.getIgnorechangesList(),
          replaceOnChanges: request.getReplaceonchangesList(),
          deleteBeforeReplace: request.getDeletebeforereplace(),
          beforeUpdate: request.getHooks()?.getBeforeUpdateList() ?? [],
          timeouts: {
            create: request.getCustomtimeouts()?.getCreate() ?? "",
            update: request.getCustomtimeouts()?.getUpdate() ?? "",
            ...(request.getCustomtimeouts()?.getDelete() && { delete: request.getCustomtimeouts()!.getDelete() }),
          },
          dependencies: [...new Set(request.getDependenciesList().map(nameOf))],
          registeredOutputs: false,
        });
      }
      callback(error, response);
    });
  }

  override registerResourceOutputs(
    request: resourceProto.RegisterResourceOutputsRequest,
    callback: (error: any, response: any) => void,
  ): void {
    const resource = this.recorded.get(request.getUrn());
    if (resource) resource.registeredOutputs = true;
    super.registerResourceOutputs(request, callback);
  }

  /** Hooks run when the engine creates, changes or deletes: never here. */
  registerResourceHook(
    _request: resourceProto.RegisterResourceHookRequest,
    reply: (error: null, empty: Empty) => void,
  ) {
    reply(null, new Empty());
  }

  constructor(
    private readonly inputs: Map<string, Record<string, any>>,
    preview: boolean,
    computed: typeof computedOutputs,
  ) {
    super({
      newResource: (args) => {
        inputs.set(`${args.type}::${args.name}`, args.inputs as Record<string, any>);
        const outputs = preview ? {} : computed(args);
        // A remote component answers with outputs alone; a resource also with what it was given.
        const state = args.custom ? { ...args.inputs, ...outputs } : outputs;
        return { id: args.custom && !preview ? `${args.name}-id` : undefined, state };
      },
      call: (args) => answerInvoke(args.token, args.inputs as Record<string, any>),
    });
  }
}

function secretsOf(request: resourceProto.RegisterResourceRequest): string[] {
  const inputs = request.getObject()?.toJavaScript() ?? {};
  return Object.keys(inputs).filter((key) => {
    const value = inputs[key] as Record<string, unknown> | undefined;
    return value?.[specialSigKey] === specialSecretSig;
  });
}

function nameOf(urn: string): string {
  return urn.split("::").pop() ?? "";
}

/**
 * Runs `program` as `pulumi preview` (computed outputs unknown) or `pulumi up` (computed outputs known) would, and waits for
 * every registration.
 *
 * @param computed what `pulumi up` learns of a resource
 */
export async function record(preview: boolean, program: () => unknown, computed = computedOutputs): Promise<Recording> {
  const monitor = new RecordingMonitor(new Map(), preview, computed);
  pulumi.runtime.setMockOptions(monitor, "slipway", "test", preview, "organization");
  Object.assign(state.getStore(), { supportsSecrets: true, supportsResourceHooks: true });
  const restoreStacks = mapOwnStackFrames(process.cwd());
  try {
    await program();
    await pulumi.runtime.disconnect();
  } finally {
    restoreStacks();
  }
  return new Recording([...monitor.recorded.values()]);
}
