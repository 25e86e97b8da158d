import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  GetCommandInvocationCommand,
  InvocationDoesNotExist,
  SendCommandCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { Failure } from "../sandbox/failure";
import type { Database } from "./database";

/** Seconds that a script may run: a restore of a large database takes hours. AWS's own limit. */
const LONGEST_SECONDS = 172_800;

/** How a script on the instance stands. */
export interface Invocation {
  status: "running" | "succeeded" | "failed";
  stdout: string;
  stderr: string;
}

/** A machine that runs scripts, one after the other. */
export interface Remote {
  /** Starts a shell command as root; answers with an id for {@link look}. */
  start(command: string): Promise<string>;
  look(id: string): Promise<Invocation>;
}

/** Statuses of Run Command that are not the end. */
const UNDER_WAY: ReadonlySet<string> = new Set(["Pending", "InProgress", "Delayed", "Cancelling"]);

/**
 * The database's instance, by Run Command of Session Manager.
 *
 * @throws Failure if no instance runs
 */
export async function connect({ region, instanceName }: Database): Promise<Remote> {
  const instanceId = await findInstance(region, instanceName);
  const client = new SSMClient({ region });
  return {
    async start(command) {
      const parameters = { commands: [command], executionTimeout: [String(LONGEST_SECONDS)] };
      const { Command } = await client.send(
        new SendCommandCommand({
          DocumentName: "AWS-RunShellScript",
          InstanceIds: [instanceId],
          Comment: "Slipway: a script of the database",
          Parameters: parameters,
        }),
      );
      return Command!.CommandId!;
    },
    async look(id) {
      try {
        const answer = await client.send(new GetCommandInvocationCommand({ CommandId: id, InstanceId: instanceId }));
        const { Status = "", StandardOutputContent: stdout = "", StandardErrorContent: stderr = "" } = answer;
        if (UNDER_WAY.has(Status)) return { status: "running", stdout, stderr };
        return { status: Status === "Success" ? "succeeded" : "failed", stdout, stderr };
      } catch (error) {
        // Run Command needs a moment before it knows its own command.
        if (error instanceof InvocationDoesNotExist) return { status: "running", stdout: "", stderr: "" };
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
