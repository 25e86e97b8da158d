import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import type { EnforcementLevel, PlannedResource, Properties } from "../model";
import { Empty, Struct } from "../sdk";
import { analyzeRequest, analyzeStackRequest } from "./analyzerRequests";
import { GrpcClient, GrpcError, GrpcStatus } from "./grpcClient";
import type { Rule, RuleConfig } from "./packConfig";

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

/** The class of a message of the protocol. */
interface MessageType<T> {
  deserializeBinary(bytes: Uint8Array): T;
}

/** Speaks the engine's side of the Analyzer protocol to one policy pack. */
export class PackClient {
  readonly #client: GrpcClient;

  constructor(address: string) {
    this.#client = new GrpcClient(address, "pulumirpc.Analyzer");
  }

  close(): void {
    this.#client.close();
  }

  async info(): Promise<PackInfo> {
    const info = await this.#call("GetAnalyzerInfo", new Empty().serializeBinary(), proto.AnalyzerInfo);
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
    const told = this.#call("ConfigureStack", about.serializeBinary(), proto.AnalyzerStackConfigureResponse).catch(
      (error: unknown) => {
        // Packs on an SDK from before stack tags do not know the call; the engine goes on without it too.
        if (!(error instanceof GrpcError && error.code === GrpcStatus.UNIMPLEMENTED)) throw error;
      },
    );
    const request = new proto.ConfigureAnalyzerRequest();
    for (const [rule, { level, properties }] of config) {
      const ruleConfig = new proto.PolicyConfig();
      ruleConfig.setEnforcementlevel(LEVEL_NUMBERS[level]);
      ruleConfig.setProperties(Struct.fromJavaScript(properties));
      request.getPolicyconfigMap().set(rule, ruleConfig);
    }
    await Promise.all([told, this.#call("Configure", request.serializeBinary(), Empty)]);
  }

  /** Lets the resource rules judge the inputs of a resource. */
  async analyze(resource: PlannedResource, provider: PlannedResource | undefined): Promise<Diagnostic[]> {
    const request = analyzeRequest(resource, provider);
    const response = await this.#call("Analyze", request, proto.AnalyzeResponse);
    return response.getDiagnosticsList().map(readDiagnostic);
  }

  /** Lets rules of the level `remediate` change the inputs of a resource. */
  async remediate(resource: PlannedResource, provider: PlannedResource | undefined): Promise<Remediation[]> {
    const request = analyzeRequest(resource, provider);
    const response = await this.#call("Remediate", request, proto.RemediateResponse);
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
    const request = analyzeStackRequest(resources, providerOf);
    const response = await this.#call("AnalyzeStack", request, proto.AnalyzeResponse);
    return response.getDiagnosticsList().map(readDiagnostic);
  }

  async #call<T>(method: string, request: Uint8Array, response: MessageType<T>): Promise<T> {
    return response.deserializeBinary(await this.#client.call(method, request));
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
