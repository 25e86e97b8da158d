import assert from "node:assert/strict";
import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import { GrpcClient, GrpcError, GrpcStatus } from "../../plan/policy/grpcClient";

// The copy that policy packs serve with.
const grpc = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js") as typeof Grpc;

const bytes = (value: Buffer) => value;

function method(name: string): Grpc.MethodDefinition<Buffer, Buffer> {
  return {
    path: `/test.Service/${name}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  };
}

describe("the gRPC client", () => {
  let server: Grpc.Server;
  let client: GrpcClient;

  before(async () => {
    server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
    server.addService(
      { echo: method("Echo"), fail: method("Fail"), never: method("Never") },
      {
        echo: ({ request }: Grpc.ServerUnaryCall<Buffer, Buffer>, reply: Grpc.sendUnaryData<Buffer>) =>
          reply(null, request),
        fail: (_: unknown, reply: Grpc.sendUnaryData<Buffer>) => reply({ code: 3, details: "50 % of “x”\nare wrong" }),
        never: () => undefined,
      },
    );
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    client = new GrpcClient(`127.0.0.1:${port}`, "test.Service");
  });

  after(() => {
    client.close();
    server.forceShutdown();
  });

  it("carries messages of any size there and back, many at a time, each to who asked", async () => {
    const messages = [0, 1, 70_000, 5_000_000].map((size, index) => Buffer.alloc(size, index));
    const answers = await Promise.all(messages.map((message) => client.call("Echo", message)));
    for (const [index, message] of messages.entries()) assert.ok(message.equals(answers[index] ?? Buffer.from("none")));
  });

  it("tells what the server says of a call that fails", async () => {
    await assert.rejects(
      client.call("Fail", Buffer.alloc(0)),
      (error: unknown) => error instanceof GrpcError && error.code === 3 && error.details === "50 % of “x”\nare wrong",
    );
    await assert.rejects(
      client.call("Other", Buffer.alloc(0)),
      (error: unknown) => error instanceof GrpcError && error.code === GrpcStatus.UNIMPLEMENTED,
    );
  });

  it("fails a call whose server ends before it answers, or is not there", async () => {
    const isGone = (error: unknown) => error instanceof GrpcError && error.code === GrpcStatus.UNAVAILABLE;
    const asked = assert.rejects(client.call("Never", Buffer.alloc(0)), isGone);
    await client.call("Echo", Buffer.alloc(0));
    server.forceShutdown();
    await asked;
    await assert.rejects(client.call("Echo", Buffer.alloc(0)), isGone);
    const nobody = new GrpcClient("127.0.0.1:1", "test.Service");
    await assert.rejects(nobody.call("Echo", Buffer.alloc(0)), isGone);
  });
});
