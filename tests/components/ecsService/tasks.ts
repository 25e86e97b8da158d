import * as pulumi from "@pulumi/pulumi";
import type { EcsServiceArgs } from "../../../components/ecsService/args";
import type { ContainerArgs } from "../../../components/ecsService/containerArgs";
import { createTask } from "../../../components/ecsService/task";
import { Environment } from "../../../components/environment";
import type { EnvironmentArgs } from "../../../components/environment/args";
import { Scope } from "../../../components/shared/scope";
import type { Statement } from "../../support/iam";
import { record, Recording } from "../../support/recorder";
import { argsOf as environmentArgs, contextOf } from "../environments";

/** Name of the component whose task is tested. */
export const NAME = "buildit-twig-integration-api";

/** A container like that of `twig-api`. */
export function containerOf(changes: Partial<ContainerArgs> = {}): ContainerArgs {
  return { name: "web", image: "123456789012.dkr.ecr.us-west-2.amazonaws.com/twig:1.4.2", ports: [3000], ...changes };
}

/** Arguments of a service, but for its environment. */
export function taskArgs(changes: Partial<EcsServiceArgs> = {}): Omit<EcsServiceArgs, "environment"> {
  return { context: contextOf(), name: "api", containers: [containerOf()], cpu: 256, memoryMiB: 512, ...changes };
}

/** A component that has a task and nothing else. */
class TaskAlone extends pulumi.ComponentResource {
  constructor(args: EcsServiceArgs) {
    super("tests:index:TaskAlone", NAME);
    createTask(new Scope(NAME, args.context, this), args, []);
    this.registerOutputs();
  }
}

/** The least that a task needs of its environment: tests build many. */
const SMALL: Partial<EnvironmentArgs> = {
  network: { kind: "existing", vpcId: "vpc-4d4bec2b", subnetIds: ["subnet-d7ad4ca1", "subnet-83a890da"] },
  loadBalancer: undefined,
  healthChecks: [],
};

export interface TaskOptions {
  environment?: Partial<EnvironmentArgs>;
  preview?: boolean;
}

/** The resources of a task alone, beside an environment that runs it. */
export async function recordTask(
  changes: Partial<EcsServiceArgs> | ((environment: Environment) => Partial<EcsServiceArgs>) = {},
  { environment = {}, preview = false }: TaskOptions = {},
): Promise<Recording> {
  const recording = await record(preview, () => {
    const args = environmentArgs({ ...SMALL, ...environment });
    const host = new Environment(args.context.prefix, args);
    const own = taskArgs(typeof changes === "function" ? changes(host) : changes);
    new TaskAlone({ ...own, environment: host });
  });
  return new Recording(recording.resources.filter(({ parent }) => parent === NAME));
}

/** The containers of the recorded task definition. */
export function containersOf(recording: Recording): Record<string, any>[] {
  return JSON.parse(recording.one("aws:ecs/taskDefinition:TaskDefinition").inputs.containerDefinitions);
}

/** The statements of one of the roles. */
export function statementsOf(recording: Recording, role: "execution" | "task"): Statement[] {
  const [policy] = recording.all("aws:iam/rolePolicy:RolePolicy").filter(({ name }) => name.endsWith(`-${role}`));
  return policy ? policy.inputs.policy.Statement : [];
}
