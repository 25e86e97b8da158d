import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from "node:http2";

/** Statuses of gRPC that the plan tells apart. */
export const GrpcStatus = { OK: 0, UNIMPLEMENTED: 12, UNAVAILABLE: 14 } as const;

export class GrpcError extends Error {
  constructor(
    readonly code: number,
    /** What the server says. */
    readonly details: string,
  ) {
    super(`${code}: ${details}`);
  }
}

/** A message is preceded by a byte that tells whether it is compressed, and by its length in four. */
const PREFIX = 5;

/**
 * Calls methods of one gRPC service, one message for one. A stack has thousands of resources, and a call of a full client,
 * with its retries, balancing and interceptors, takes three times as long as the HTTP/2 stream that it comes to.
 */
export class GrpcClient {
  readonly #session: ClientHttp2Session;
  readonly #service: string;
  #calls = 0;

  /**
   * @param address host and port
   * @param service full name of the service
   */
  constructor(address: string, service: string) {
    // A stack is one message; there is no limit to its size.
    this.#session = connect(`http://${address}`, { maxSessionMemory: Number.MAX_SAFE_INTEGER });
    // Whatever breaks the session breaks its calls, which report it.
    this.#session.on("error", () => undefined);
    this.#session.unref();
    this.#service = service;
  }

  /** @throws GrpcError */
  async call(method: string, message: Uint8Array): Promise<Uint8Array> {
    // An open session does not keep the process alive, an open question does.
    if (this.#calls++ === 0) this.#session.ref();
    try {
      return await this.#exchange(method, message);
    } finally {
      if (--this.#calls === 0) this.#session.unref();
    }
  }

  close(): void {
    this.#session.close();
  }

  #exchange(method: string, message: Uint8Array): Promise<Uint8Array> {
    if (this.#session.closed || this.#session.destroyed) return Promise.reject(unavailable("the connection is closed"));
    return new Promise((resolve, reject) => {
      const stream = this.#session.request({
        ":method": "POST",
        ":path": `/${this.#service}/${method}`,
        "content-type": "application/grpc",
        te: "trailers",
      });
      const chunks: Buffer[] = [];
      let status: IncomingHttpHeaders = {};
      stream.on("response", (headers: IncomingHttpHeaders) => (status = headers));
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("trailers", (trailers: IncomingHttpHeaders) => (status = trailers));
      stream.on("error", (error: Error) => reject(unavailable(error.message)));
      stream.on("close", () => {
        const error = errorOf(status);
        if (error) reject(error);
        else resolve(Buffer.concat(chunks).subarray(PREFIX));
      });
      send(stream, message);
    });
  }
}

function send(stream: ClientHttp2Stream, message: Uint8Array): void {
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([prefix, message]));
}

function unavailable(details: string): GrpcError {
  return new GrpcError(GrpcStatus.UNAVAILABLE, details);
}

function errorOf(status: IncomingHttpHeaders): GrpcError | undefined {
  const code = status["grpc-status"];
  if (code === undefined) return unavailable("the connection ended before the answer");
  if (Number(code) === GrpcStatus.OK) return undefined;
  return new GrpcError(Number(code), decode(String(status["grpc-message"] ?? "")));
}

/** Messages are percent-encoded UTF-8. */
function decode(message: string): string {
  try {
    return decodeURIComponent(message);
  } catch {
    return message;
  }
}
