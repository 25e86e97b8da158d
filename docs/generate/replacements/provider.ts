import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
// Dependencies of the SDK, in the versions that its protocol is generated for.
import { credentials, Metadata, Server, ServerCredentials } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConfigureRequest, DiffRequest, type DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";

/** Longest time for an answer, in milliseconds. */
const TIMEOUT = 60_000;

/** Nobody answers to these: a diff asks no account. */
const CONFIGURATION = {
  region: "us-west-2",
  accessKey: "none",
  secretKey: "none",
  skipCredentialsValidation: "true",
  skipMetadataApiCheck: "true",
  skipRequestingAccountId: "true",
  skipRegionValidation: "true",
};

type Properties = Record<string, JavaScriptValue>;

/** The AWS provider of the Pulumi engine, as a process of its own. */
export class Provider {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: ResourceProviderClient,
    private readonly engine: Server,
  ) {}

  /** Starts `pulumi-resource-aws`, which is on PATH or in Pulumi's plugin folder added to it. */
  static async start(): Promise<Provider> {
    const engine = new Server();
    engine.addService(EngineService, {
      log: (_: unknown, reply: (error: null, answer: Empty) => void) => reply(null, new Empty()),
    });
    const enginePort = await new Promise<number>((resolve, reject) =>
      engine.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      ),
    );
    const child = spawn("pulumi-resource-aws", [`127.0.0.1:${enginePort}`], { stdio: ["ignore", "pipe", "inherit"] });
    const exit = once(child, "exit").then(() => Promise.reject(new Error("pulumi-resource-aws ended")));
    const [port] = (await Promise.race([once(child.stdout, "data"), exit])) as [Buffer];
    exit.catch(() => undefined);
    const client = new ResourceProviderClient(`127.0.0.1:${port.toString().trim()}`, credentials.createInsecure());
    const request = new ConfigureRequest();
    request.setArgs(Struct.fromJavaScript(CONFIGURATION));
    request.setAcceptsecrets(true);
    await new Promise<void>((resolve, reject) =>
      client.configure(request, (error) => (error ? reject(error) : resolve())),
    );
    return new Provider(child, client, engine);
  }

  /**
   * Properties whose change the provider sees, and whether it replaces the resource for them; keys are paths such as
   * `ebsBlockDevices[0].volumeSize`.
   */
  async diff(type: string, before: Properties, after: Properties): Promise<Map<string, boolean>> {
    const request = new DiffRequest();
    request.setId("id");
    request.setUrn(`urn:pulumi:dev::shop::${type}::sample`);
    request.setOlds(Struct.fromJavaScript({ id: "id", ...before }));
    request.setOldInputs(Struct.fromJavaScript(before));
    request.setNews(Struct.fromJavaScript(after));
    const answer = await new Promise<DiffResponse>((resolve, reject) =>
      this.client.diff(request, new Metadata(), { deadline: Date.now() + TIMEOUT }, (error, response) =>
        error ? reject(error) : resolve(response),
      ),
    );
    const { ADD_REPLACE, DELETE_REPLACE, UPDATE_REPLACE } = PropertyDiff.Kind;
    const replaced = new Set<PropertyDiff.Kind>([ADD_REPLACE, DELETE_REPLACE, UPDATE_REPLACE]);
    const details = [...answer.getDetaileddiffMap().entries()];
    const detailed = new Set(details.map(([path]) => path.split(/[.[]/)[0]));
    const whole = (paths: string[], replaces: boolean) =>
      paths.filter((path) => !detailed.has(path)).map((path) => [path, replaces] as const);
    return new Map([
      ...whole(answer.getDiffsList(), false),
      ...whole(answer.getReplacesList(), true),
      ...details.map(([path, detail]) => [path, replaced.has(detail.getKind())] as const),
    ]);
  }

  stop(): void {
    this.client.close();
    this.engine.forceShutdown();
    this.child.kill();
  }
}
