import * as pulumi from "@pulumi/pulumi";
import { CrossRegionPipeline } from "../components/crossRegionPipeline";
import { artifactPrefixOf } from "../components/crossRegionPipeline/names";
import { Ec2Targets } from "../components/ec2Targets";
import type { EcsService } from "../components/ecsService";
import type { Environment } from "../components/environment";
import type { LoadedStack, Placement } from "./loadedStack";
import { pipelineArgs, pipelineComponentName, type References, type ServiceReference } from "./pipelineArgs";
import { serviceFacts } from "./settings/serviceFacts";

/** Builds the fleets that pipelines deploy to, and the pipelines. Returns their outputs. */
export function composePipelines(
  stack: LoadedStack,
  environment: Environment,
  services: Map<string, EcsService>,
  placement: Placement,
): Record<string, pulumi.Input<unknown>> {
  const { settings, context } = stack;
  const fleets = createFleets(stack, environment, placement);
  const references = referencesOf(stack, environment, services, placement);
  const pipelines = settings.pipelines.map((pipeline) => {
    const args = { ...pipelineArgs(pipeline, references), environment, logRetentionDays: settings.logRetentionDays };
    // Deployment groups name the Auto Scaling groups of the fleets.
    const opts = { ...placement, dependsOn: fleets };
    return new CrossRegionPipeline(pipelineComponentName(context, pipeline), args, opts);
  });
  return {
    ...(fleets.length > 0 && { ec2Targets: fleets.map((fleet) => fleet.outputs()) }),
    ...(pipelines.length > 0 && { pipelines: pipelines.map((pipeline) => pipeline.outputs()) }),
  };
}

/** Each fleet in each of its regions. Alarms publish in their own region, so that elsewhere a topic of their own is needed. */
function createFleets(
  { settings, context }: LoadedStack,
  environment: Environment,
  placement: Placement,
): Ec2Targets[] {
  const { ec2Targets, pipelines, notifications } = settings;
  return ec2Targets.flatMap(({ places, ...fleet }) => {
    const deploying = pipelines.filter(({ stages }) =>
      stages.some(
        (stage) => stage.kind === "deploy" && stage.targets.some((one) => "fleet" in one && one.fleet === fleet.name),
      ),
    );
    return places.map(
      ({ region, imageId, ...network }) =>
        new Ec2Targets(
          `${context.prefix}-${fleet.name}-${region}`,
          {
            context,
            ...fleet,
            region,
            ...(imageId !== undefined && { imageId }),
            network,
            pipelines: deploying.map((pipeline) =>
              artifactPrefixOf(pipelineComponentName(context, pipeline), pipeline),
            ),
            alarms:
              region === context.region
                ? { topic: environment.topics.operations }
                : { emails: notifications.operations },
          },
          placement,
        ),
    );
  });
}

function referencesOf(
  { settings, context, siblings }: LoadedStack,
  environment: Environment,
  services: Map<string, EcsService>,
  placement: Placement,
): References {
  const stacks = new Map<string, pulumi.StackReference>();
  const referenceTo = (stack: string): pulumi.StackReference => {
    const known = stacks.get(stack);
    if (known) return known;
    const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
    const made = new pulumi.StackReference(name, {}, placement);
    stacks.set(stack, made);
    return made;
  };
  return {
    context,
    stageOf: (stack) =>
      stack === context.environment ? context.stage : siblings.find((sibling) => sibling.stack === stack)?.stage,
    service: ({ stack = context.environment, service: name }) => {
      if (stack !== context.environment) {
        const sibling = siblings.find((one) => one.stack === stack)!;
        const { waitingMinutes } = sibling.services!.find((one) => one.name === name)!;
        const deployed = settings.teardown ? REMOVED : deployedService(referenceTo(stack), name);
        return { ...deployed, region: sibling.region!, waitingMinutes };
      }
      const { service, task } = services.get(name)!;
      return {
        cluster: environment.cluster.cluster.name,
        service: service.name,
        family: task.definition.family,
        roles: [task.executionRole.name, task.taskRole.name],
        region: context.region,
        waitingMinutes: serviceFacts(settings.services.find((one) => one.name === name)!).waitingMinutes,
      };
    },
  };
}

/** What a service is called in AWS. */
type ServiceNames = Omit<ServiceReference, "region" | "waitingMinutes">;

/**
 * In a teardown, the place of a service of another stack. That stack goes first, for it runs images of this one, so that its
 * outputs are gone and a reference to them would keep this one from ever being destroyed.
 */
const REMOVED: ServiceNames = { cluster: "removed", service: "removed", family: "removed", roles: ["removed"] };

/** A service of another stack, by that stack's outputs. */
function deployedService(reference: pulumi.StackReference, name: string): ServiceNames {
  type Outputs = { serviceName: string; taskFamily: string; taskRoles: string[] };
  const outputs = reference.requireOutput("services").apply((all) => (all as Record<string, Outputs>)[name]!);
  return {
    cluster: reference.requireOutput("clusterName").apply(String),
    service: outputs.serviceName,
    family: outputs.taskFamily,
    roles: [0, 1].map((i) => outputs.taskRoles.apply((roles) => roles[i]!)),
  };
}
