import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Execution } from "../../../ops/promote/account";
import type { Executions } from "./executions";

/** A request to an AWS API. */
export interface AwsRequest {
  readonly http: IncomingMessage;
  /** Action by its name, e.g. `StartExecution`; of another protocol than JSON's, or of a query, empty. */
  readonly action: string;
  readonly body: string;
}

/** Answers what is not about executions. */
export type Otherwise = (request: AwsRequest, response: ServerResponse) => Promise<void> | void;

/**
 * An AWS endpoint on a free loopback port that runs executions.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/
 */
export function serveExecutions(
  executions: Executions,
  otherwise: Otherwise,
): Promise<{ server: Server; url: string }> {
  const server = createServer((http, response) => {
    const chunks: Buffer[] = [];
    http.on("data", (chunk: Buffer) => chunks.push(chunk));
    http.on("end", () => {
      const body = Buffer.concat(chunks).toString("latin1");
      const [service, target] = String(http.headers["x-amz-target"] ?? "").split(".");
      const action = target ?? /(?:^|&)Action=(\w+)/.exec(body)?.[1] ?? "";
      const answer = service === "AWSStepFunctions" ? ANSWERS[action] : undefined;
      if (!answer) return void otherwise({ http, action, body }, response);
      void answer(executions, JSON.parse(body) as Request).then((value) => answerJson(response, value));
    });
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
    ),
  );
}

export function answerJson(response: ServerResponse, value: object, status = 200): void {
  response.writeHead(status, { "Content-Type": "application/x-amz-json-1.0" }).end(JSON.stringify(value));
}

type Request = Record<string, string>;

const ANSWERS: Record<string, (executions: Executions, request: Request) => Promise<object>> = {
  StartExecution: async (executions, { input, name }) => ({
    executionArn: await executions.start(JSON.parse(input!) as object, name),
    startDate: executions.world.now() / 1000,
  }),
  DescribeExecution: async (executions, { executionArn }) => described(await executions.execution(executionArn!)),
  ListExecutions: async (executions, { maxResults }) => ({
    executions: (await executions.executions(Number(maxResults))).map(described),
  }),
  GetExecutionHistory: async (executions, { executionArn }) => ({
    events: (await executions.steps(executionArn!)).map((name, i) => ({
      id: i + 1,
      timestamp: executions.world.now() / 1000,
      type: "TaskStateEntered",
      stateEnteredEventDetails: { name },
    })),
  }),
  SendTaskSuccess: (executions, { taskToken }) => executions.approve(taskToken!).then(() => ({})),
  SendTaskFailure: (executions, { taskToken, cause }) => executions.reject(taskToken!, cause!).then(() => ({})),
};

function described({ arn, status, started, stopped, error, cause }: Execution): object {
  const dates = { startDate: started.getTime() / 1000, ...(stopped && { stopDate: stopped.getTime() / 1000 }) };
  return { executionArn: arn, status, ...dates, error, cause };
}
