import {
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import type { Clients } from "./clients";
import type { ServiceFacts } from "./readServices";

/**
 * Deploys an image as the ECS action of a pipeline does: registers a revision that differs from the running one by the
 * image alone, and updates the service to it. Returns the revision's ARN.
 */
export async function deployImage({ ecs }: Clients, { service }: ServiceFacts, image: string): Promise<string> {
  const { taskDefinition, clusterArn: cluster, serviceName } = service;
  const running = (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition!;
  const { family, cpu, memory, networkMode, requiresCompatibilities, runtimePlatform, volumes } = running;
  const { executionRoleArn, taskRoleArn } = running;
  const registered = await ecs.send(
    new RegisterTaskDefinitionCommand({
      ...{ family, cpu, memory, networkMode, requiresCompatibilities, runtimePlatform, volumes },
      ...{ executionRoleArn, taskRoleArn },
      containerDefinitions: running.containerDefinitions!.map((container) => ({ ...container, image })),
    }),
  );
  const revision = registered.taskDefinition!.taskDefinitionArn!;
  await ecs.send(new UpdateServiceCommand({ cluster, service: serviceName, taskDefinition: revision }));
  return revision;
}
