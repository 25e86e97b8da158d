import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { secondsOf } from "../duration";
import type { EnforcementLevel, PlannedResource, Properties } from "../model";
import { Empty, Struct } from "../sdk";
import type { Rule, RuleConfig } from "./packConfig";

// The client class comes with the SDK and works only with the SDK's copy of gRPC.
const grpc = createRequire(require.resolve("@pulumi/pulumi"))("@grpc/grpc-js") as typeof Grpc;

/** Message size that the engine allows, in bytes. */
const MAX_MESSAGE = 400 * 1024 * 1024;

const LEVELS: Record<proto.EnforcementLevel, EnforcementLevel> = {
  [proto.EnforcementLevel.ADVISORY]: "advisory",
  [proto.EnforcementLevel.MANDATORY]: "mandatory",
  [proto.EnforcementLevel.REMEDIATE]: "remediate",
  [proto.EnforcementLevel.DISABLED]: "disabled",
};

const LEVEL_NUMBERS = Object.fromEntries(
  Object.entries(LEVELS).map(([number, level]) => [level, Number(number)]),
) as Record<EnforcementLevel, proto.EnforcementLevel>;

/** What a pack says of itself. */
export interface PackInfo {
  name: string;
  version: string;
  rules: Rule[];
  /** Configuration that the pack's author gives; a stack's goes before it. */
  initialConfig: Map<string, RuleConfig>;
}

export interface Diagnostic {
  rule: string;
  level: EnforcementLevel;
  message: string;
  urn?: string;
}

export interface Remediation {
  rule: string;
  /** The resource's new properties, or why there are none. */
  properties?: Properties;
  diagnostic?: string;
}

type Call<Request, Response> = (
  request: Request,
  callback: (error: Grpc.ServiceError | null, response: Response) => void,
) => unknown;

/** Speaks the engine's side of the Analyzer protocol to one policy pack. */
export class PackClient {
  readonly #client: AnalyzerClient;

  constructor(address: string) {
    this.#client = new AnalyzerClient(address, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": MAX_MESSAGE,
      "grpc.max_send_message_length": MAX_MESSAGE,
    });
  }

  close(): void {
    this.#client.close();
  }

  async info(): Promise<PackInfo> {
    const info = await this.#call<Empty, proto.AnalyzerInfo>(
      (request, done) => this.#client.getAnalyzerInfo(request, done),
      new Empty(),
    );
    const initialConfig = [...info.getInitialconfigMap().entries()].map(
      ([rule, config]: [string, proto.PolicyConfig]) =>
        [rule, { level: LEVELS[config.getEnforcementlevel()], properties: plain(config.getProperties()) }] as const,
    );
    return {
      name: info.getName(),
      version: info.getVersion(),
      rules: info.getPoliciesList().map(readRule),
      initialConfig: new Map(initialConfig),
    };
  }

  /** Tells the pack which stack the next resources belong to, and how its rules are configured. */
  async configure(stack: string, project: string, config: Map<string, Required<RuleConfig>>): Promise<void> {
    const about = new proto.AnalyzerStackConfigureRequest();
    about.setStack(stack);
    about.setProject(project);
    about.setOrganization("organization");
    about.setDryRun(true);
    const told = this.#call((request, done) => this.#client.configureStack(request, done), about).catch(
      (error: unknown) => {
        // Packs on an SDK from before stack tags do not know the call; the engine goes on without it too.
        if ((error as Grpc.ServiceError).code !== grpc.status.UNIMPLEMENTED) throw error;
      },
    );
    const request = new proto.ConfigureAnalyzerRequest();
    for (const [rule, { level, properties }] of config) {
      const ruleConfig = new proto.PolicyConfig();
      ruleConfig.setEnforcementlevel(LEVEL_NUMBERS[level]);
      ruleConfig.setProperties(Struct.fromJavaScript(properties));
      request.getPolicyconfigMap().set(rule, ruleConfig);
    }
    await Promise.all([
      told,
      this.#call((configuration, done) => this.#client.configure(configuration, done), request),
    ]);
  }

  /** Lets the resource rules judge the inputs of a resource. */
  async analyze(resource: PlannedResource, provider: PlannedResource | undefined): Promise<Diagnostic[]> {
    const request = analyzeRequest(resource, provider);
    const response = await this.#call<proto.AnalyzeRequest, proto.AnalyzeResponse>(
      (sent, done) => this.#client.analyze(sent, done),
      request,
    );
    return response.getDiagnosticsList().map(readDiagnostic);
  }

  /** Lets rules of the level `remediate` change the inputs of a resource. */
  async remediate(resource: PlannedResource, provider: PlannedResource | undefined): Promise<Remediation[]> {
    const request = analyzeRequest(resource, provider);
    const response = await this.#call<proto.AnalyzeRequest, proto.RemediateResponse>(
      (sent, done) => this.#client.remediate(sent, done),
      request,
    );
    return response.getRemediationsList().map((remediation) => ({
      rule: remediation.getPolicyname(),
      properties: remediation.hasProperties() ? plain(remediation.getProperties()) : undefined,
      diagnostic: remediation.getDiagnostic() || undefined,
    }));
  }

  /** Lets the stack rules judge the outputs of all resources. */
  async analyzeStack(
    resources: PlannedResource[],
    providerOf: (resource: PlannedResource) => PlannedResource | undefined,
  ): Promise<Diagnostic[]> {
    const request = new proto.AnalyzeStackRequest();
    request.setResourcesList(resources.map((resource) => stackResource(resource, providerOf(resource))));
    const response = await this.#call<proto.AnalyzeStackRequest, proto.AnalyzeResponse>(
      (sent, done) => this.#client.analyzeStack(sent, done),
      request,
    );
    return response.getDiagnosticsList().map(readDiagnostic);
  }

  #call<Request, Response>(call: Call<Request, Response>, request: Request): Promise<Response> {
    return new Promise((resolve, reject) =>
      call(request, (error, response) => (error ? reject(error) : resolve(response))),
    );
  }
}

function plain(struct: { toJavaScript(): unknown } | undefined): Properties {
  return (struct?.toJavaScript() ?? {}) as Properties;
}

function readRule(info: proto.PolicyInfo): Rule {
  const schema = info.getConfigschema();
  return {
    name: info.getName(),
    level: LEVELS[info.getEnforcementlevel()],
    schema: schema && { properties: plain(schema.getProperties()), required: schema.getRequiredList() },
  };
}

function readDiagnostic(diagnostic: proto.AnalyzeDiagnostic): Diagnostic {
  return {
    rule: diagnostic.getPolicyname(),
    level: LEVELS[diagnostic.getEnforcementlevel()],
    message: diagnostic.getMessage(),
    urn: diagnostic.getUrn() || undefined,
  };
}

function analyzeRequest(resource: PlannedResource, provider: PlannedResource | undefined): proto.AnalyzeRequest {
  const request = new proto.AnalyzeRequest();
  request.setType(resource.type);
  request.setUrn(resource.urn);
  request.setName(resource.name);
  request.setProperties(Struct.fromJavaScript(resource.inputs));
  request.setOptions(resourceOptions(resource));
  request.setProvider(provider && providerResource(provider));
  return request;
}

function stackResource(resource: PlannedResource, provider: PlannedResource | undefined): proto.AnalyzerResource {
  const message = new proto.AnalyzerResource();
  message.setType(resource.type);
  message.setUrn(resource.urn);
  message.setName(resource.name);
  message.setProperties(Struct.fromJavaScript(resource.outputs));
  message.setOptions(resourceOptions(resource));
  message.setProvider(provider && providerResource(provider));
  message.setParent(resource.parent ?? "");
  message.setDependenciesList(resource.dependencies);
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    const dependencies = new proto.AnalyzerPropertyDependencies();
    dependencies.setUrnsList(urns);
    message.getPropertydependenciesMap().set(property, dependencies);
  }
  return message;
}

function providerResource(provider: PlannedResource): proto.AnalyzerProviderResource {
  const message = new proto.AnalyzerProviderResource();
  message.setType(provider.type);
  message.setUrn(provider.urn);
  message.setName(provider.name);
  message.setProperties(Struct.fromJavaScript(provider.inputs));
  return message;
}

function resourceOptions({ options, parent }: PlannedResource): proto.AnalyzerResourceOptions {
  const message = new proto.AnalyzerResourceOptions();
  message.setProtect(options.protect ?? false);
  message.setIgnorechangesList(options.ignoreChanges ?? []);
  message.setDeletebeforereplace(options.deleteBeforeReplace ?? false);
  message.setDeletebeforereplacedefined(options.deleteBeforeReplace !== undefined);
  message.setAdditionalsecretoutputsList(options.additionalSecretOutputs ?? []);
  message.setAliasesList(options.aliases ?? []);
  message.setParent(parent ?? "");
  const timeouts = new proto.AnalyzerResourceOptions.CustomTimeouts();
  timeouts.setCreate(secondsOf(options.customTimeouts?.create ?? ""));
  timeouts.setUpdate(secondsOf(options.customTimeouts?.update ?? ""));
  timeouts.setDelete(secondsOf(options.customTimeouts?.delete ?? ""));
  message.setCustomtimeouts(timeouts);
  return message;
}
