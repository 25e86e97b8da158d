import { EC2Client, paginateDescribeInstances } from "@aws-sdk/client-ec2";
import {
  ClusterNotFoundException,
  DescribeTasksCommand,
  ECSClient,
  paginateListTasks,
  type Task,
} from "@aws-sdk/client-ecs";
import type { Place, PlaceFinder } from "./place";

/** Tasks that ECS describes at a time. */
const TASKS_AT_A_TIME = 100;

/** Where a stack's instances and tasks are. */
export interface Surroundings {
  region: string;
  cluster: string;
  /** Tags that all of its instances have. */
  tags: Readonly<Record<string, string>>;
}

/** The account of the credentials that the environment or the profile gives. */
export class AwsAccount implements PlaceFinder {
  constructor(readonly around: Surroundings) {}

  async places(): Promise<Place[]> {
    return (await Promise.all([this.#instances(), this.#containers()])).flat();
  }

  async #instances(): Promise<Place[]> {
    const { region, tags } = this.around;
    const Filters = [
      ...Object.entries(tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] })),
      { Name: "instance-state-name", Values: ["running"] },
    ];
    const places: Place[] = [];
    for await (const page of paginateDescribeInstances({ client: new EC2Client({ region }) }, { Filters })) {
      for (const { InstanceId: id, Tags = [] } of (page.Reservations ?? []).flatMap(
        ({ Instances = [] }) => Instances,
      )) {
        places.push({ kind: "instance", name: Tags.find(({ Key }) => Key === "Name")?.Value ?? id!, id: id! });
      }
    }
    return places;
  }

  async #containers(): Promise<Place[]> {
    const { region, cluster } = this.around;
    const client = new ECSClient({ region });
    const places: Place[] = [];
    try {
      const request = { cluster, desiredStatus: "RUNNING" as const, maxResults: TASKS_AT_A_TIME };
      for await (const { taskArns: tasks = [] } of paginateListTasks({ client }, request)) {
        if (tasks.length === 0) continue;
        const answer = await client.send(new DescribeTasksCommand({ cluster, tasks }));
        places.push(...(answer.tasks ?? []).flatMap((task) => containersOf(task, cluster)));
      }
    } catch (error) {
      if (!(error instanceof ClusterNotFoundException)) throw error;
    }
    return places;
  }
}

function containersOf({ group = "", taskArn, enableExecuteCommand, containers = [] }: Task, cluster: string): Place[] {
  return containers.map(({ name: container = "" }) => ({
    kind: "container",
    name: `${group.replace(/^service:/, "")}/${container}`,
    ...{ cluster, container },
    task: taskArn!.split("/").at(-1)!,
    isOpen: enableExecuteCommand ?? false,
  }));
}
