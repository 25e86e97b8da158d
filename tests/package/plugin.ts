import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { GetRootResourceResponse, SetRootResourceResponse } from "@pulumi/pulumi/proto/engine_pb";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  ConstructRequest,
  type ConstructResponse,
  GetSchemaRequest,
  type GetSchemaResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { SupportsFeatureResponse } from "@pulumi/pulumi/proto/resource_pb";
import { Empty, MockMonitor, Struct } from "../../plan/sdk";
import { answerInvoke, computedOutputs } from "../support/answers";

// The copy that the SDK's services are made for.
const grpc = createRequire(require.resolve("@pulumi/pulumi"))("@grpc/grpc-js") as typeof Grpc;

type Reply = Grpc.sendUnaryData<any>;

/** What a plugin is told by the engine, and tells it: a monitor that takes every resource, and a log. */
export class Engine {
  readonly #server = new grpc.Server();
  readonly #monitor = new MockMonitor({
    newResource: (args) => ({ id: `${args.name}-id`, state: { ...args.inputs, ...computedOutputs(args) } }),
    call: ({ token, inputs }) => answerInvoke(token, inputs),
  });

  /** Address of a new engine. */
  async listen(): Promise<string> {
    const monitor = this.#monitor;
    this.#server.addService(ResourceMonitorService, {
      supportsFeature: (_: unknown, reply: Reply) => reply(null, new SupportsFeatureResponse().setHassupport(true)),
      registerPackage: ({ request }: { request: unknown }, reply: Reply) => monitor.registerPackage(request, reply),
      registerResource: ({ request }: { request: unknown }, reply: Reply) =>
        void monitor.registerResource(request, reply),
      registerResourceOutputs: (_: unknown, reply: Reply) => reply(null, new Empty()),
      invoke: ({ request }: { request: unknown }, reply: Reply) => void monitor.invoke(request, reply),
    });
    this.#server.addService(EngineService, {
      log: (_: unknown, reply: Reply) => reply(null, new Empty()),
      getRootResource: (_: unknown, reply: Reply) => reply(null, new GetRootResourceResponse()),
      setRootResource: (_: unknown, reply: Reply) => reply(null, new SetRootResourceResponse()),
    });
    const port = await new Promise<number>((resolve, reject) =>
      this.#server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    return `127.0.0.1:${port}`;
  }

  /** URNs of what the plugin has registered. */
  get urns(): string[] {
    return [...this.#monitor.resources.keys()];
  }

  close(): void {
    this.#server.forceShutdown();
  }
}

/** A running plugin, as the engine starts and asks it. */
export class Plugin {
  private constructor(
    readonly process: ChildProcess,
    readonly client: ResourceProviderClient,
    readonly engine: string,
  ) {}

  /** Starts the plugin in `folder` by the SDK's own entry point for plugins. */
  static async start(folder: string, engine: string): Promise<Plugin> {
    const runner = require.resolve("@pulumi/pulumi/cmd/run-plugin");
    const process_ = spawn(process.execPath, [runner, folder, engine], { stdio: ["ignore", "pipe", "inherit"] });
    const [port] = (await once(process_.stdout, "data")) as [Buffer];
    const credentials = grpc.credentials.createInsecure();
    return new Plugin(process_, new ResourceProviderClient(`127.0.0.1:${port.toString().trim()}`, credentials), engine);
  }

  async version(): Promise<string> {
    const info = await answer<PluginInfo>((reply) => this.client.getPluginInfo(new Empty(), reply));
    return info.getVersion();
  }

  async schema(): Promise<unknown> {
    const response = await answer<GetSchemaResponse>((reply) => this.client.getSchema(new GetSchemaRequest(), reply));
    return JSON.parse(response.getSchema());
  }

  /** Asks for a component, as the engine does for a program in any language. */
  async construct(type: string, name: string, inputs: Record<string, unknown>): Promise<{ urn: string; state: any }> {
    const request = new ConstructRequest();
    request.setProject("orders").setStack("test").setOrganization("organization");
    request
      .setType(type)
      .setName(name)
      .setInputs(Struct.fromJavaScript(inputs as never));
    request.setMonitorendpoint(this.engine).setParallel(16);
    request.getConfigMap().set("aws:region", "us-west-2");
    const response = await answer<ConstructResponse>((reply) => this.client.construct(request, reply));
    return { urn: response.getUrn(), state: response.getState()!.toJavaScript() };
  }

  async stop(): Promise<void> {
    this.client.close();
    this.process.kill();
    await once(this.process, "exit");
  }
}

function answer<T>(ask: (reply: (error: Error | null, value: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => ask((error, value) => (error ? reject(error) : resolve(value))));
}
