import * as autoScaling from "@aws-sdk/client-auto-scaling";
import * as codeDeploy from "@aws-sdk/client-codedeploy";
import * as dynamoDb from "@aws-sdk/client-dynamodb";
import * as ec2 from "@aws-sdk/client-ec2";
import * as sns from "@aws-sdk/client-sns";
import * as ssm from "@aws-sdk/client-ssm";
import { StepError } from "../../support/stepFunctions/errors";
import { Group } from "../../support/stepFunctions/fleet";
import type { Call, Word, World } from "../../support/stepFunctions/interpreter";

type Module = Record<string, any>;

/** Services by the names of their integrations: their client, and how Step Functions begins the names of their errors. */
const SERVICES: Record<string, { module: Module; client: string; errors: string }> = {
  autoscaling: { module: autoScaling, client: "AutoScalingClient", errors: "AutoScaling" },
  codedeploy: { module: codeDeploy, client: "CodeDeployClient", errors: "CodeDeploy" },
  dynamodb: { module: dynamoDb, client: "DynamoDBClient", errors: "DynamoDb" },
  ec2: { module: ec2, client: "EC2Client", errors: "Ec2" },
  sns: { module: sns, client: "SNSClient", errors: "Sns" },
  ssm: { module: ssm, client: "SSMClient", errors: "Ssm" },
};

/**
 * The emulated account as Step Functions calls it. What the emulator cannot do is done here: builds and HTTP requests
 * succeed, and instance refreshes go through their states and change the group in the account at their end.
 */
export class EmulatedWorld implements World {
  readonly calls: Call[] = [];
  readonly #groups = new Map<string, Group>();
  readonly #config: object;
  #time = Date.now();

  constructor(port: number, region: string) {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    this.#config = { endpoint: `http://127.0.0.1:${port}`, region, credentials };
  }

  now = (): number => this.#time;

  sleep(seconds: number): Promise<void> {
    this.#time += seconds * 1000;
    return Promise.resolve();
  }

  word(): Promise<Word> {
    return Promise.resolve({ output: {} });
  }

  async call(call: Call): Promise<unknown> {
    this.calls.push(call);
    const { resource, arguments: args } = call;
    if (!resource.startsWith("aws-sdk:")) return {};
    const [, service = "", action = ""] = resource.split(":");
    if (action === "startInstanceRefresh") {
      const group = await this.#group(args.AutoScalingGroupName as string);
      return { InstanceRefreshId: group.start(args.DesiredConfiguration.LaunchTemplate.Version as string) };
    }
    if (action === "describeInstanceRefreshes") return this.#lookAtRefreshes(args);
    // The emulator tags images, not the snapshots that it makes with them.
    const ofImages = (one: { ResourceType: string }) => one.ResourceType !== "snapshot";
    const specifications = args.TagSpecifications as { ResourceType: string }[] | undefined;
    const sent = specifications ? { ...args, TagSpecifications: specifications.filter(ofImages) } : args;
    return this.#send(service, action, sent);
  }

  /** The instance refreshes of a group, the last one first. */
  refreshesOf(group: string): { Status: string; PercentageComplete: number }[] {
    const { refreshes = [] } = this.#groups.get(group) ?? {};
    return refreshes.map(({ Status, PercentageComplete }) => ({ Status, PercentageComplete }));
  }

  async #lookAtRefreshes({ AutoScalingGroupName: name }: Call["arguments"]): Promise<unknown> {
    const group = await this.#group(name as string);
    const before = group.version;
    const InstanceRefreshes = group.look();
    if (group.version !== before) {
      const LaunchTemplate = { LaunchTemplateId: group.template, Version: group.version };
      await this.#send("autoscaling", "updateAutoScalingGroup", { AutoScalingGroupName: name, LaunchTemplate });
    }
    return { InstanceRefreshes };
  }

  async #group(name: string): Promise<Group> {
    const known = this.#groups.get(name);
    if (known) return known;
    const answer = await this.#send("autoscaling", "describeAutoScalingGroups", { AutoScalingGroupNames: [name] });
    const { LaunchTemplate, DesiredCapacity } = answer.AutoScalingGroups[0];
    const group = new Group(
      name,
      LaunchTemplate.LaunchTemplateId as string,
      LaunchTemplate.Version as string,
      DesiredCapacity as number,
    );
    this.#groups.set(name, group);
    return group;
  }

  async #send(service: string, action: string, args: object): Promise<any> {
    const { module, client, errors } = SERVICES[service]!;
    const name = `${action[0]!.toUpperCase()}${action.slice(1)}Command`;
    // Step Functions writes all names with a capital; some services do not.
    const isCamel = service === "codedeploy";
    try {
      const answer = await new module[client](this.#config).send(
        new module[name](isCamel ? renamed(args, lower) : args),
      );
      const plain = JSON.parse(JSON.stringify(answer)) as object;
      return isCamel ? renamed(plain, upper) : plain;
    } catch (error) {
      const { name: code, message } = error as Error;
      throw new StepError(`${errors}.${code.endsWith("Exception") ? code : `${code}Exception`}`, message);
    }
  }
}

const lower = (key: string): string => key[0]!.toLowerCase() + key.slice(1);
const upper = (key: string): string => key[0]!.toUpperCase() + key.slice(1);

function renamed(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, rename));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [rename(key), renamed(one, rename)]));
}
