import { messageOf } from "./problem";

interface RpcError {
  code: number;
  details: string;
  message: string;
}

/** Answers one unary call: the error, or the response. */
export type Reply<T> = (error: RpcError | null, response?: T) => void;

const INVALID_ARGUMENT = 3;

export function rpcError(message: string): RpcError {
  return { code: INVALID_ARGUMENT, details: message, message };
}

/** Answers a call with what `respond` returns, or with its error. */
export async function answer<T>(reply: Reply<T>, respond: () => T | Promise<T>): Promise<void> {
  let response: T;
  try {
    response = await respond();
  } catch (error) {
    return reply(rpcError(messageOf(error)));
  }
  reply(null, response);
}
