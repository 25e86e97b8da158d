import { StepError } from "./errors";
import { Group } from "./fleet";
import { HANGS, type Call, type Word, type World } from "./interpreter";
import { Table } from "./table";

/** An image of the account. */
export interface Image {
  ImageId: string;
  State: "pending" | "available" | "failed";
  CreationDate: string;
  Tags: { Key: string; Value: string }[];
  BlockDeviceMappings: { Ebs: { SnapshotId: string } }[];
}

/** What goes wrong in a state: an error by its name, no answer at all, or both a number of times only. */
export interface Fault {
  state: string;
  error?: string;
  times?: number;
}

/**
 * The AWS account of an execution, as far as the promotion calls it, with a clock that waits for nobody. Faults are put into
 * single states.
 */
export class Account implements World {
  readonly calls: Call[] = [];
  /** States in the order in which they were entered. */
  readonly states: string[] = [];
  readonly table = new Table();
  readonly images = new Map<string, Image>();
  readonly snapshots = new Set<string>();
  readonly groups = new Map<string, Group>();
  readonly parameters = new Map<string, string>();
  readonly templates = new Map<string, string[]>();
  readonly messages: { Subject: string; Message: string }[] = [];
  readonly objects = new Map<string, string>();
  /** Images that instances outside the groups run. */
  readonly runningImages: string[] = [];
  readonly executions = new Map<string, string>();
  faults: Fault[] = [];
  deployment: string | undefined = "d-1";
  /** The last deployment that was tried; the last successful one where it is undefined. */
  attempt: { DeploymentId: string; Status: string } | undefined;
  /** Looks at an image until it is available. */
  imageLooks = 2;
  /** What somebody says when a review waits. */
  review: Word = { output: {} };
  #time = Date.parse("2026-01-05T08:00:00Z");
  #looks = new Map<string, number>();

  constructor(fleets: { group: string; templateId: string; size: number }[], initialImage: string) {
    for (const { group, templateId, size } of fleets) {
      this.templates.set(templateId, [initialImage]);
      this.groups.set(group, new Group(group, templateId, "1", size));
    }
    this.addImage(initialImage, []);
  }

  addImage(id: string, tags: Image["Tags"], State: Image["State"] = "available", CreationDate = this.iso()): Image {
    const snapshot = id.replace("ami", "snap");
    const image = {
      ImageId: id,
      State,
      CreationDate,
      Tags: tags,
      BlockDeviceMappings: [{ Ebs: { SnapshotId: snapshot } }],
    };
    this.images.set(id, image);
    this.snapshots.add(snapshot);
    return image;
  }

  /** The image that the instances of a group run. */
  imagesOf(group: string): string[] {
    const { instances, template } = this.groups.get(group)!;
    return [...new Set(instances.map(({ version }) => this.templates.get(template)![Number(version) - 1]!))];
  }

  iso = (): string => new Date(this.#time).toISOString();
  now = (): number => this.#time;

  sleep(seconds: number): Promise<void> {
    this.#time += seconds * 1000;
    return Promise.resolve();
  }

  entered(state: string): void {
    this.states.push(state);
  }

  word: World["word"] = () => Promise.resolve(this.review);

  call(call: Call): Promise<unknown> {
    this.calls.push(call);
    const fault = this.faults.find(({ state, times = Infinity }) => state === call.state && times > 0);
    if (!fault) return Promise.resolve(this.#answer(call));
    if (fault.times !== undefined) fault.times--;
    if (fault.error === undefined) return Promise.resolve(HANGS);
    return Promise.reject(new StepError(fault.error, `injected into "${fault.state}"`));
  }

  #answer({ resource, arguments: args }: Call): unknown {
    switch (resource) {
      case "aws-sdk:dynamodb:putItem":
        return this.table.put(args);
      case "aws-sdk:dynamodb:getItem":
        return this.table.get(args);
      case "aws-sdk:dynamodb:deleteItem":
        return this.table.delete(args);
      case "aws-sdk:dynamodb:updateItem":
        return this.table.update(args);
      case "aws-sdk:sfn:describeExecution":
        return this.#describeExecution(args.ExecutionArn as string);
      case "aws-sdk:codedeploy:getDeploymentGroup": {
        const done = this.deployment && { DeploymentId: this.deployment, Status: "Succeeded" };
        const last = done && { LastSuccessfulDeployment: done, LastAttemptedDeployment: this.attempt ?? done };
        return { DeploymentGroupInfo: { ...last } };
      }
      case "aws-sdk:ec2:createImage":
      case "aws-sdk:ec2:copyImage": {
        const id = `ami-${String(this.images.size + 1).padStart(17, "0")}`;
        const specification = args.TagSpecifications.find((one: any) => one.ResourceType === "image");
        return { ImageId: this.addImage(id, specification.Tags as Image["Tags"], "pending").ImageId };
      }
      case "aws-sdk:ec2:describeImages":
        return { Images: this.#describeImages(args) };
      case "aws-sdk:ec2:describeInstances":
        return { Reservations: this.#describeInstances(args.Filters[0].Values as string[]) };
      case "aws-sdk:ec2:deregisterImage":
        return void this.images.delete(args.ImageId as string);
      case "aws-sdk:ec2:deleteSnapshot":
        return void this.snapshots.delete(args.SnapshotId as string);
      case "aws-sdk:ec2:createLaunchTemplateVersion": {
        const versions = this.templates.get(args.LaunchTemplateId as string)!;
        versions.push(args.LaunchTemplateData.ImageId as string);
        return { LaunchTemplateVersion: { VersionNumber: versions.length } };
      }
      case "aws-sdk:autoscaling:describeAutoScalingGroups":
        return {
          AutoScalingGroups: (args.AutoScalingGroupNames as string[]).flatMap((name) => {
            const group = this.groups.get(name);
            return group
              ? [
                  {
                    AutoScalingGroupName: name,
                    LaunchTemplate: { LaunchTemplateId: group.template, Version: group.version },
                  },
                ]
              : [];
          }),
        };
      case "aws-sdk:autoscaling:startInstanceRefresh": {
        const { Version } = args.DesiredConfiguration.LaunchTemplate;
        return { InstanceRefreshId: this.groups.get(args.AutoScalingGroupName as string)!.start(Version as string) };
      }
      case "aws-sdk:autoscaling:describeInstanceRefreshes": {
        const all = this.groups.get(args.AutoScalingGroupName as string)!.look();
        const ids = args.InstanceRefreshIds as string[] | undefined;
        return { InstanceRefreshes: ids ? all.filter((one) => ids.includes(one.InstanceRefreshId)) : all.slice(0, 1) };
      }
      case "aws-sdk:autoscaling:rollbackInstanceRefresh":
        return this.groups.get(args.AutoScalingGroupName as string)!.rollBack();
      case "aws-sdk:ssm:getParameter":
        return { Parameter: { Value: this.parameters.get(args.Name as string) } };
      case "aws-sdk:ssm:putParameter":
        return void this.parameters.set(args.Name as string, args.Value as string);
      case "aws-sdk:ssm:getParametersByPath":
        return this.#parametersByPath(args);
      case "aws-sdk:sns:publish":
        return void this.messages.push(args as { Subject: string; Message: string });
      case "aws-sdk:s3:getObject":
        return this.#getObject(args.Key as string);
      case "codebuild:startBuild.sync":
      case "http:invoke":
      case "aws-sdk:ec2:modifyImageAttribute":
      case "aws-sdk:ec2:modifySnapshotAttribute":
        return {};
      default:
        throw new Error(`the account has no answer to ${resource}`);
    }
  }

  #describeExecution(arn: string): unknown {
    const Status = this.executions.get(arn);
    if (!Status) throw new StepError("Sfn.ExecutionDoesNotExistException", arn);
    return { Status };
  }

  #describeImages({ Filters = [], ImageIds }: Record<string, any>): Image[] {
    const [filter] = Filters as { Name: string; Values: string[] }[];
    return [...this.images.values()].filter((image) => {
      if (ImageIds) return (ImageIds as string[]).includes(image.ImageId);
      if (filter!.Name !== "image-id") {
        return image.Tags.some(({ Key, Value }) => `tag:${Key}` === filter!.Name && filter!.Values.includes(Value));
      }
      if (!filter!.Values.includes(image.ImageId)) return false;
      const looks = (this.#looks.get(image.ImageId) ?? 0) + 1;
      this.#looks.set(image.ImageId, looks);
      if (image.State === "pending" && looks > this.imageLooks) image.State = "available";
      return true;
    });
  }

  #describeInstances(images: string[]): unknown[] {
    const running = [...this.groups.keys()].flatMap((group) => this.imagesOf(group)).concat(this.runningImages);
    return running.filter((id) => images.includes(id)).map((ImageId) => ({ Instances: [{ ImageId }] }));
  }

  #parametersByPath({ Path, NextToken }: Record<string, any>): unknown {
    const all = [...this.parameters].filter(([name]) => name.startsWith(Path as string));
    const from = Number(NextToken ?? 0);
    const page = all.slice(from, from + 2).map(([Name, Value]) => ({ Name, Value }));
    return { Parameters: page, ...(all.length > from + 2 && { NextToken: String(from + 2) }) };
  }

  #getObject(key: string): unknown {
    const Body = this.objects.get(key);
    if (Body === undefined) throw new StepError("S3.NoSuchKeyException", key);
    return { Body };
  }
}
