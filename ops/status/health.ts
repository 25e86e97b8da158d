import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { CodeDeployClient, GetDeploymentGroupCommand } from "@aws-sdk/client-codedeploy";
import { EC2Client, paginateDescribeInstances, paginateDescribeInstanceStatus } from "@aws-sdk/client-ec2";
import { DescribeServicesCommand, ECSClient, type Service } from "@aws-sdk/client-ecs";
import type { DeployAction, Health } from "./account";

/** How what an action deploys to is now: its instances and alarms, or its tasks. */
export async function healthOf(action: DeployAction, deployed?: Date): Promise<Health> {
  const { provider, region, configuration } = action;
  switch (provider) {
    case "CodeDeploy":
      return healthOfGroup(region, configuration.ApplicationName!, configuration.DeploymentGroupName!);
    case "EC2":
      return healthOfInstances(region, configuration.InstanceTagKey!, configuration.InstanceTagValue!, deployed);
    case "ECS":
      return healthOfService(region, configuration.ClusterName!, configuration.ServiceName!);
    default:
      return { healthy: undefined, detail: "-" };
  }
}

/** Instances of a deployment group, and the alarms that stop its deployments. */
async function healthOfGroup(region: string, applicationName: string, deploymentGroupName: string): Promise<Health> {
  const { deploymentGroupInfo: group } = await new CodeDeployClient({ region }).send(
    new GetDeploymentGroupCommand({ applicationName, deploymentGroupName }),
  );
  const [tag] = group?.ec2TagFilters ?? [];
  const instances = await healthOfInstances(region, tag?.Key ?? "Name", tag?.Value ?? "");
  const names = (group?.alarmConfiguration?.alarms ?? []).map(({ name }) => name!);
  const ringing = names.length > 0 ? await ringingOf(region, names) : [];
  if (ringing.length === 0) return instances;
  return { healthy: false, detail: `${instances.detail}, alarm ${ringing.join(", ")}` };
}

/** The alarms that ring, of those that are named. */
async function ringingOf(region: string, names: string[]): Promise<string[]> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await new CloudWatchClient({ region }).send(
    new DescribeAlarmsCommand({ AlarmNames: names, AlarmTypes: ["MetricAlarm", "CompositeAlarm"] }),
  );
  return [...MetricAlarms, ...CompositeAlarms]
    .filter(({ StateValue }) => StateValue === "ALARM")
    .map(({ AlarmName }) => AlarmName!);
}

/**
 * Instances with a tag, of which those count that EC2's checks find well. With `deployed`, nobody brings the application to
 * instances that were launched after it: they do not count either.
 */
async function healthOfInstances(region: string, key: string, value: string, deployed?: Date): Promise<Health> {
  const { ids, late, well } = await countInstances(region, key, value, deployed);
  const detail = `${well}/${ids.length} instances${late.size > 0 ? `, ${late.size} launched since the last deployment` : ""}`;
  return { healthy: ids.length > 0 && well === ids.length, detail };
}

/** Instances with a tag, those of them that were launched after a moment, and how many of the others are well. */
export async function countInstances(
  region: string,
  key: string,
  value: string,
  deployed?: Date,
): Promise<{ ids: string[]; late: Set<string>; well: number }> {
  const client = new EC2Client({ region });
  const ids: string[] = [];
  const late = new Set<string>();
  const filters = [
    { Name: `tag:${key}`, Values: [value] },
    { Name: "instance-state-name", Values: ["pending", "running"] },
  ];
  for await (const { Reservations = [] } of paginateDescribeInstances({ client }, { Filters: filters })) {
    for (const { InstanceId, LaunchTime } of Reservations.flatMap(({ Instances = [] }) => Instances)) {
      ids.push(InstanceId!);
      if (deployed && LaunchTime! > deployed) late.add(InstanceId!);
    }
  }
  let well = 0;
  for (let i = 0; i < ids.length; i += 100) {
    const request = { InstanceIds: ids.slice(i, i + 100) };
    for await (const { InstanceStatuses = [] } of paginateDescribeInstanceStatus({ client }, request)) {
      well += InstanceStatuses.filter(
        ({ InstanceId, InstanceStatus, SystemStatus }) =>
          InstanceStatus?.Status === "ok" && SystemStatus?.Status === "ok" && !late.has(InstanceId!),
      ).length;
    }
  }
  return { ids, late, well };
}

async function healthOfService(region: string, cluster: string, service: string): Promise<Health> {
  const { services: [found] = [] } = await new ECSClient({ region }).send(
    new DescribeServicesCommand({ cluster, services: [service] }),
  );
  if (!found) return { healthy: false, detail: "no such service" };
  const { running, wanted, failed } = countTasks(found);
  const detail = `${running}/${wanted} tasks${failed ? ", its deployment failed" : ""}`;
  return { healthy: running >= wanted && !failed, detail };
}

/** Tasks of a service that run, of those that are wanted, and whether its deployment failed. */
export function countTasks({ runningCount = 0, desiredCount = 0, deployments = [] }: Service) {
  const failed = deployments.some(({ rolloutState }) => rolloutState === "FAILED");
  return { running: runningCount, wanted: desiredCount, failed };
}
