import { answerInvoke, InvokeProblem } from "./invokes/invokes";
import type { PlannedResource, Properties, PropertyValue } from "./model";
import { messageOf } from "./problem";
import { echoedOutputs, optionsOf, sourceOf } from "./registration";
import { answer, type Reply, rpcError } from "./rpc";
import { Empty, MockMonitor, provider as providerProto, resource as proto, Struct, takeCaller } from "./sdk";
import { formatSource, sourceOfStack } from "./source";
import type { StackConfig } from "./stackConfig";
import { applyTransforms, type Transform } from "./transforms";
import { packageOf, providerUrn, urnOf } from "./urn";
import { isSecret, UNKNOWN, unwrap } from "./values";

/** What the monitor asks and tells others while a program runs. */
export interface MonitorEvents {
  /** Outputs of another stack's plan. */
  readStack: (reference: string) => Promise<Properties>;
  /** Called for each resource, after the one that provides it. */
  onRegistered: (resource: PlannedResource) => void;
}

export interface MonitorInput extends MonitorEvents {
  project: string;
  stack: string;
  root: string;
  config: StackConfig;
}

const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/**
 * The resource monitor of an offline plan: what the engine is to a program in a preview, without state and providers.
 * It records every registration, answers with the inputs (what only a provider can compute stays unknown) and answers
 * invokes from a table.
 */
export class PlanMonitor extends MockMonitor {
  readonly registered = new Map<string, PlannedResource>();
  readonly problems = new Set<string>();
  readonly #input: MonitorInput;
  readonly #transforms = new Map<string, Transform[]>();
  readonly #stackTransforms: Transform[] = [];
  #turn: Promise<void> = Promise.resolve();

  constructor(input: MonitorInput) {
    // The stock monitor's answers are never asked for: every method that would is replaced below.
    super({ newResource: ({ inputs }) => ({ id: "", state: inputs as object }), call: () => ({}) });
    this.#input = input;
  }

  override async registerResource(
    request: proto.RegisterResourceRequest,
    reply: Reply<proto.RegisterResourceResponse>,
  ): Promise<void> {
    await answer(reply, async () => {
      await this.#nextTurn();
      const { stack, project, root } = this.#input;
      const parent = request.getParent() || undefined;
      const urn = urnOf(stack, project, parent, request.getType(), request.getName());
      this.#transforms.set(urn, request.getTransformsList());
      await applyTransforms(request, [...this.#transformsOf(urn, parent), ...this.#stackTransforms]);
      const inputs = propertiesOf(request.getObject());
      const options = { ...this.#inherited(parent), ...optionsOf(request, stack, project) };
      const dependencies = request.getPropertydependenciesMap();
      this.#record({
        urn,
        type: request.getType(),
        name: request.getName(),
        custom: request.getCustom(),
        remote: request.getRemote(),
        external: false,
        parent,
        inputs,
        outputs: request.getRemote() ? {} : echoedOutputs(inputs, options.additionalSecretOutputs),
        dependencies: request.getDependenciesList(),
        propertyDependencies: Object.fromEntries(
          [...dependencies.entries()].map(
            ([key, urns]: [string, proto.RegisterResourceRequest.PropertyDependencies]) => [key, urns.getUrnsList()],
          ),
        ),
        provider: request.getCustom()
          ? request.getProvider() || this.#defaultProvider(request.getType(), request.getVersion())
          : undefined,
        options,
        source: sourceOf(request, root),
      });
      const response = new proto.RegisterResourceResponse();
      response.setUrn(urn);
      response.setObject(Struct.fromJavaScript(this.#resource(urn).outputs));
      return response;
    });
  }

  override async readResource(
    request: proto.ReadResourceRequest,
    reply: Reply<proto.ReadResourceResponse>,
  ): Promise<void> {
    await answer(reply, async () => {
      const { stack, project, root } = this.#input;
      const parent = request.getParent() || undefined;
      const urn = urnOf(stack, project, parent, request.getType(), request.getName());
      const inputs = propertiesOf(request.getProperties());
      const isReference = request.getType() === STACK_REFERENCE;
      this.#record({
        urn,
        type: request.getType(),
        name: request.getName(),
        custom: true,
        remote: false,
        external: true,
        id: request.getId(),
        parent,
        inputs,
        outputs: isReference ? await this.#referencedStack(request.getId()) : inputs,
        dependencies: request.getDependenciesList(),
        propertyDependencies: {},
        provider: request.getProvider() || this.#defaultProvider(request.getType(), request.getVersion()),
        options: {},
        source: sourceOf(request, root),
      });
      const response = new proto.ReadResourceResponse();
      response.setUrn(urn);
      response.setProperties(Struct.fromJavaScript(this.#resource(urn).outputs));
      return response;
    });
  }

  override async invoke(
    request: proto.ResourceInvokeRequest,
    reply: Reply<providerProto.InvokeResponse>,
  ): Promise<void> {
    await answer(reply, () => {
      const token = request.getTok();
      const caller = takeCaller(token);
      const args = propertiesOf(request.getArgs());
      try {
        const result =
          token === "pulumi:pulumi:getResource"
            ? this.#state(args.urn)
            : answerInvoke(token, args, this.#region(request));
        const response = new providerProto.InvokeResponse();
        response.setReturn(Struct.fromJavaScript(result));
        return response;
      } catch (error) {
        if (!(error instanceof InvokeProblem)) throw error;
        const source = sourceOfStack(this.#input.root, caller?.stack ?? "");
        const problem = `${source ? `${formatSource(source)}: ` : ""}${error.message}`;
        this.problems.add(problem);
        throw new Error(problem, { cause: error });
      }
    });
  }

  /** A method of a remote component runs in its provider, which an offline plan has not. */
  call(request: proto.ResourceCallRequest, reply: Reply<never>): void {
    const problem = `method ${request.getTok()} runs in a component provider; the offline plan has none`;
    this.problems.add(problem);
    reply(rpcError(problem));
  }

  override registerResourceOutputs(request: proto.RegisterResourceOutputsRequest, reply: Reply<Empty>): void {
    Object.assign(this.#resource(request.getUrn()).outputs, propertiesOf(request.getOutputs()));
    reply(null, new Empty());
  }

  registerStackTransform(transform: Transform, reply: Reply<Empty>): void {
    this.#stackTransforms.push(transform);
    reply(null, new Empty());
  }

  /** Hooks run when resources are created, changed or deleted: never in a plan. */
  registerResourceHook(_request: proto.RegisterResourceHookRequest, reply: Reply<Empty>): void {
    reply(null, new Empty());
  }

  registerErrorHook(_request: unknown, reply: Reply<Empty>): void {
    reply(null, new Empty());
  }

  override supportsFeature(request: proto.SupportsFeatureRequest, reply: Reply<proto.SupportsFeatureResponse>): void {
    const response = new proto.SupportsFeatureResponse();
    response.setHassupport(!UNSUPPORTED.has(request.getId()));
    reply(null, response);
  }

  /** One registration in each turn of the event loop: between them, policy packs are asked and answer. */
  #nextTurn(): Promise<void> {
    this.#turn = this.#turn.then(() => new Promise(setImmediate));
    return this.#turn;
  }

  #record(resource: PlannedResource): void {
    const known = this.registered.get(resource.urn);
    if (known) {
      const lines = [known.source, resource.source].flatMap((source) => (source ? [formatSource(source)] : []));
      const where = lines.length > 0 ? ` (${lines.join(" and ")})` : "";
      throw this.#problem(`two resources have the URN ${resource.urn}${where}; give one another name`);
    }
    this.#register(resource);
  }

  #register(resource: PlannedResource): void {
    this.registered.set(resource.urn, resource);
    this.#input.onRegistered(resource);
  }

  #problem(message: string): Error {
    this.problems.add(message);
    return new Error(message);
  }

  #resource(urn: string): PlannedResource {
    const resource = this.registered.get(urn);
    if (!resource) throw new Error(`unknown resource ${urn}`);
    return resource;
  }

  #state(urn: PropertyValue | undefined): Properties {
    const { id, outputs } = this.#resource(typeof urn === "string" ? urn : "");
    return { urn: urn ?? "", id: id ?? "", state: outputs };
  }

  async #referencedStack(reference: string): Promise<Properties> {
    try {
      const outputs = await this.#input.readStack(reference);
      const secretOutputNames = Object.keys(outputs).filter((name) => isSecret(outputs[name]));
      return { name: reference, outputs, secretOutputNames };
    } catch (error) {
      throw this.#problem(messageOf(error));
    }
  }

  #transformsOf(urn: string, parent: string | undefined): Transform[] {
    const outer = parent ? this.#transformsOf(parent, this.registered.get(parent)?.parent) : [];
    return [...(this.#transforms.get(urn) ?? []), ...outer];
  }

  /** Protection and retention pass from a parent to its children unless these say otherwise. */
  #inherited(parent: string | undefined): { protect?: boolean; retainOnDelete?: boolean } {
    const { protect, retainOnDelete } = (parent && this.registered.get(parent)?.options) || {};
    return {
      ...(protect === undefined ? {} : { protect }),
      ...(retainOnDelete === undefined ? {} : { retainOnDelete }),
    };
  }

  /** The region of an invoke's provider: that of an explicit one, else the stack's. */
  #region(request: proto.ResourceInvokeRequest): string | undefined {
    const explicit = this.registered.get(providerUrn(request.getProvider()))?.inputs.region;
    const region = unwrap(explicit) ?? this.#input.config.values["aws:region"];
    return typeof region === "string" ? region : undefined;
  }

  /** The provider that the engine adds for the resources of a package that name none. */
  #defaultProvider(type: string, version: string): string | undefined {
    const name = packageOf(type);
    if (name === "pulumi") return undefined;
    const { stack, project, config } = this.#input;
    const providerName = ["default", ...version.split(/[.+-]/)].filter((part) => part !== "").join("_");
    const urn = urnOf(stack, project, undefined, `pulumi:providers:${name}`, providerName);
    if (!this.registered.has(urn)) {
      const prefix = `${name}:`;
      const settings = Object.entries(config.values).filter(([key]) => key.startsWith(prefix));
      const inputs: Properties = Object.fromEntries(settings.map(([key, value]) => [key.slice(prefix.length), value]));
      if (version) inputs.version = version;
      this.#register({
        urn,
        type: `pulumi:providers:${name}`,
        name: providerName,
        custom: true,
        remote: false,
        external: false,
        inputs,
        outputs: { ...inputs },
        dependencies: [],
        propertyDependencies: {},
        options: {},
      });
    }
    return `${urn}::${UNKNOWN}`;
  }
}

/** The stock monitor has no `outputValues`; invoke transforms need the engine. */
const UNSUPPORTED = new Set(["outputValues", "invokeTransforms"]);

function propertiesOf(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}
