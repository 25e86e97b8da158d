import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  GetCommandInvocationCommand,
  InvalidInstanceId,
  InvocationDoesNotExist,
  SendCommandCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { Failure } from "../shared/failure";
import type { Database } from "./database";

/** Seconds that a script may run: a restore of a large database takes hours. AWS's own limit. */
const LONGEST_SECONDS = 172_800;

/** Seconds after which a command that the instance has not taken never runs. */
const DELIVERY_SECONDS = 60;

/** How a script on the instance stands. */
export interface Invocation {
  status: "waiting" | "running" | "succeeded" | "failed" | "timed out" | "cancelled";
  stdout: string;
  stderr: string;
}

/** A machine that runs scripts, one after the other. */
export interface Remote {
  /** Starts a shell command as root; answers with an id for {@link look}. */
  start(command: string): Promise<string>;
  look(id: string): Promise<Invocation>;
}

/** Statuses of Run Command; what is not here is the failure of the command. */
const STATUSES: Record<string, Invocation["status"]> = {
  Pending: "waiting",
  Delayed: "waiting",
  InProgress: "running",
  Cancelling: "running",
  Success: "succeeded",
  Cancelled: "cancelled",
  TimedOut: "timed out",
};

/**
 * The database's instance, by Run Command of Session Manager.
 *
 * @throws Failure if no instance runs, or Session Manager does not know it
 */
export async function connect({ region, instanceName }: Database): Promise<Remote> {
  const instanceId = await findInstance(region, instanceName);
  const client = new SSMClient({ region });
  return {
    async start(command) {
      const request = new SendCommandCommand({
        DocumentName: "AWS-RunShellScript",
        InstanceIds: [instanceId],
        Comment: "Slipway: a script of the database",
        TimeoutSeconds: DELIVERY_SECONDS,
        Parameters: { commands: [command], executionTimeout: [String(LONGEST_SECONDS)] },
      });
      const { Command } = await client.send(request).catch((error: unknown) => {
        if (!(error instanceof InvalidInstanceId)) throw error;
        throw new Failure(
          `${instanceId} (${instanceName}) is not managed by Session Manager: a new instance needs some minutes; ` +
            "an older one lacks the agent, its permissions, or a way to AWS",
        );
      });
      return Command!.CommandId!;
    },
    async look(id) {
      try {
        const answer = await client.send(new GetCommandInvocationCommand({ CommandId: id, InstanceId: instanceId }));
        const { Status = "", StandardOutputContent: stdout = "", StandardErrorContent: stderr = "" } = answer;
        return { status: STATUSES[Status] ?? "failed", stdout, stderr };
      } catch (error) {
        // Run Command needs a moment before it knows its own command.
        if (error instanceof InvocationDoesNotExist) return { status: "waiting", stdout: "", stderr: "" };
        throw error;
      }
    },
  };
}

async function findInstance(region: string, name: string): Promise<string> {
  const filters = [
    { Name: "tag:Name", Values: [name] },
    { Name: "instance-state-name", Values: ["running"] },
  ];
  const { Reservations = [] } = await new EC2Client({ region }).send(
    new DescribeInstancesCommand({ Filters: filters }),
  );
  const [id, ...others] = Reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId }) => InstanceId!));
  if (id === undefined)
    throw new Failure(`no instance "${name}" runs in ${region}; is the stack up, and the account right?`);
  if (others.length > 0) {
    throw new Failure(`${others.length + 1} instances are called "${name}"; wait until a replacement is over`);
  }
  return id;
}
