import { CloudWatchClient, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import { EC2Client, paginateDescribeInstances } from "@aws-sdk/client-ec2";
import {
  ClusterNotFoundException,
  DescribeServicesCommand,
  ECSClient,
  paginateListServices,
} from "@aws-sdk/client-ecs";
import { countInstances, countTasks } from "./health";
import type { Alarms, Running, StackAccount } from "./parts";

/** Services that ECS describes at a time. */
const SERVICES_AT_A_TIME = 10;

/** Where the parts of a stack are, and what they are called. */
export interface Surroundings {
  region: string;
  /** Regions with alarms of the stack. */
  alarmRegions: readonly string[];
  /** How the names of its alarms begin. */
  prefix: string;
  cluster: string;
  /** Tags that all of its instances have. */
  tags: Readonly<Record<string, string>>;
}

/** The account of the credentials that the environment or the profile gives. */
export class AwsStack implements StackAccount {
  constructor(readonly around: Surroundings) {}

  async services(): Promise<Running[]> {
    const { region, cluster } = this.around;
    const client = new ECSClient({ region });
    const found: Running[] = [];
    try {
      const request = { cluster, maxResults: SERVICES_AT_A_TIME };
      for await (const { serviceArns: services = [] } of paginateListServices({ client }, request)) {
        if (services.length === 0) continue;
        const answer = await client.send(new DescribeServicesCommand({ cluster, services }));
        for (const service of answer.services ?? []) {
          const { running, wanted, failed } = countTasks(service);
          const trouble = failed && { trouble: "its deployment failed" };
          found.push({ name: service.serviceName!, running, wanted, ...trouble });
        }
      }
    } catch (error) {
      if (!(error instanceof ClusterNotFoundException)) throw error;
    }
    return found;
  }

  /** Those that EC2's checks find well, of those that are there, by their names. */
  async instances(): Promise<Running[]> {
    const { region, tags } = this.around;
    const client = new EC2Client({ region });
    const Filters = [
      ...Object.entries(tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] })),
      { Name: "instance-state-name", Values: ["pending", "running"] },
    ];
    const names = new Set<string>();
    for await (const { Reservations = [] } of paginateDescribeInstances({ client }, { Filters })) {
      for (const { InstanceId, Tags = [] } of Reservations.flatMap(({ Instances = [] }) => Instances)) {
        names.add(Tags.find(({ Key }) => Key === "Name")?.Value ?? InstanceId!);
      }
    }
    const counts = [...names].sort().map(async (name) => {
      const { well, ids } = await countInstances(region, "Name", name);
      return { name, running: well, wanted: ids.length };
    });
    return Promise.all(counts);
  }

  async alarms(): Promise<Alarms> {
    const { alarmRegions, prefix } = this.around;
    const alarms: Alarms = { count: 0, ringing: [] };
    for (const region of alarmRegions) {
      const client = new CloudWatchClient({ region });
      for await (const page of paginateDescribeAlarms({ client }, { AlarmNamePrefix: `${prefix}-` })) {
        const found = [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])];
        alarms.count += found.length;
        const ringing = found.filter(({ StateValue }) => StateValue === "ALARM");
        alarms.ringing.push(...ringing.map(({ AlarmName }) => AlarmName!));
      }
    }
    return alarms;
  }
}
