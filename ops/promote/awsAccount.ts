import {
  AutoScalingClient,
  paginateDescribeAutoScalingGroups,
  DescribeInstanceRefreshesCommand,
} from "@aws-sdk/client-auto-scaling";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  paginateGetExecutionHistory,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { GetParameterCommand, ParameterNotFound, SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Execution, FleetState, PromotionAccount } from "./account";
import { recordOf, type PromotionRecord } from "./record";
import type { Target } from "./target";

/** The account of the credentials that the environment or the profile gives, in the stack's region. */
export class AwsAccount implements PromotionAccount {
  readonly #sfn: SFNClient;
  readonly #tables: DynamoDBClient;
  readonly #groups: AutoScalingClient;
  #stateMachineArn: Promise<string> | undefined;

  constructor(readonly target: Target) {
    const { region } = target;
    this.#sfn = new SFNClient({ region });
    this.#tables = new DynamoDBClient({ region });
    this.#groups = new AutoScalingClient({ region });
  }

  async start(input: object): Promise<string> {
    const name = `promote-${new Date().toISOString().slice(0, 19).replace(/[:T]/g, "-")}`;
    const stateMachineArn = await this.#arn();
    const { executionArn } = await this.#sfn.send(
      new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
    );
    return executionArn!;
  }

  async execution(arn: string): Promise<Execution> {
    const { status, startDate, stopDate, error, cause } = await this.#sfn.send(
      new DescribeExecutionCommand({ executionArn: arn }),
    );
    return {
      arn,
      status: status!,
      started: startDate!,
      ...(stopDate && { stopped: stopDate }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    };
  }

  async executions(most: number): Promise<Execution[]> {
    const stateMachineArn = await this.#arn();
    const { executions = [] } = await this.#sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: most }));
    return executions.map(({ executionArn, status, startDate, stopDate }) => ({
      arn: executionArn!,
      status: status!,
      started: startDate!,
      ...(stopDate && { stopped: stopDate }),
    }));
  }

  async steps(arn: string): Promise<string[]> {
    const names: string[] = [];
    const pages = paginateGetExecutionHistory(
      { client: this.#sfn },
      { executionArn: arn, includeExecutionData: false, maxResults: 1000 },
    );
    for await (const { events = [] } of pages) {
      for (const { stateEnteredEventDetails } of events) {
        if (stateEnteredEventDetails?.name !== undefined) names.push(stateEnteredEventDetails.name);
      }
    }
    return names;
  }

  async record(): Promise<PromotionRecord> {
    const { Item: item } = await this.#tables.send(
      new GetItemCommand({ TableName: this.target.table, Key: { id: { S: "state" } }, ConsistentRead: true }),
    );
    return recordOf(item);
  }

  async approve(token: string): Promise<void> {
    await this.#sfn.send(new SendTaskSuccessCommand({ taskToken: token, output: "{}" }));
  }

  async reject(token: string, reason: string): Promise<void> {
    await this.#sfn.send(new SendTaskFailureCommand({ taskToken: token, error: "Promotion.Rejected", cause: reason }));
  }

  async fleets(): Promise<FleetState[]> {
    const fleets: FleetState[] = [];
    const request = { AutoScalingGroupNames: this.target.groups };
    for await (const { AutoScalingGroups = [] } of paginateDescribeAutoScalingGroups(
      { client: this.#groups },
      request,
    )) {
      for (const { AutoScalingGroupName: group = "", LaunchTemplate, Instances = [] } of AutoScalingGroups) {
        const inService: Record<string, number> = {};
        for (const { LifecycleState, LaunchTemplate: { Version = "?" } = {} } of Instances) {
          if (LifecycleState === "InService") inService[Version] = (inService[Version] ?? 0) + 1;
        }
        const refresh = await this.#lastRefresh(group);
        fleets.push({ group, version: LaunchTemplate?.Version ?? "?", inService, ...(refresh && { refresh }) });
      }
    }
    return fleets;
  }

  async #lastRefresh(group: string): Promise<FleetState["refresh"]> {
    const { InstanceRefreshes: [last] = [] } = await this.#groups.send(
      new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: group, MaxRecords: 1 }),
    );
    return last && { status: last.Status ?? "?", percent: last.PercentageComplete ?? 0 };
  }

  async image(parameter: string, region = this.target.region): Promise<string | undefined> {
    try {
      const { Parameter } = await new SSMClient({ region }).send(new GetParameterCommand({ Name: parameter }));
      return Parameter?.Value;
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    }
  }

  /** Partition and account are those of the credentials; the name is the settings'. */
  #arn(): Promise<string> {
    const { region, stateMachine } = this.target;
    this.#stateMachineArn ??= new STSClient({ region })
      .send(new GetCallerIdentityCommand({}))
      .then(({ Arn, Account }) => {
        const partition = Arn!.split(":")[1]!;
        return ["arn", partition, "states", region, Account!, "stateMachine", stateMachine].join(":");
      });
    return this.#stateMachineArn;
  }
}
