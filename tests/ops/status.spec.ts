import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pc from "picocolors";
import type { ActionRun, DeliveryAccount, DeployAction, Health } from "../../ops/status/account";
import { AwsAccount } from "../../ops/status/awsAccount";
import { AwsStack } from "../../ops/status/awsStack";
import { partsOf, type StackAccount } from "../../ops/status/parts";
import { isWell, reportOf } from "../../ops/status/report";
import { partsTable, tableOf } from "../../ops/status/table";
import { targetOf } from "../../ops/status/target";

const SITE = { pipeline: "lcloud-site-production-site", region: "us-west-2" };
const VERSION = "3HL4kqtJvjVBH40Nrjfkd";
const OLD = "0a1b2c3d4e5f6789";

const action = (region: string, stage: string): DeployAction => ({
  stage,
  action: `web-${region}`,
  region,
  provider: "CodeDeploy",
  configuration: { ApplicationName: "web", DeploymentGroupName: "web" },
});
const WEST = action("us-west-2", "production-1");
const EAST = action("us-east-1", "production-2");

const run = ({ stage, action: name }: DeployAction, status: string, execution: string, hour: number): ActionRun => ({
  stage,
  action: name,
  status,
  execution,
  started: new Date(`2026-11-21T${hour}:00:00Z`),
  ended: new Date(`2026-11-21T${hour}:14:00Z`),
});

/** An account whose pipeline has these runs, the newest first. */
function accountOf(runs: ActionRun[], health: (action: DeployAction) => Health): DeliveryAccount {
  return {
    actions: (pipeline) => Promise.resolve(pipeline === SITE.pipeline ? [WEST, EAST] : undefined),
    // eslint-disable-next-line @typescript-eslint/require-await -- the command reads it like pages that come one by one
    runs: async function* () {
      yield* runs;
    },
    versions: (_pipeline, executions) =>
      Promise.resolve(new Map([...executions].map((id) => [id, id.startsWith("new") ? VERSION : OLD]))),
    health: (one) => Promise.resolve(health(one)),
  };
}
const well = (): Health => ({ healthy: true, detail: "2/2 instances" });
const tableOfRuns = async (runs: ActionRun[], health = well) =>
  tableOf(await reportOf(SITE, accountOf(runs, health)), pc.createColors(false));

describe("npm run status", () => {
  it("L5 shows per region the version, when and by which execution it came, and whether it is well", async () => {
    const runs = [run(EAST, "Succeeded", "new-execution-1", 12), run(WEST, "Succeeded", "new-execution-1", 11)];
    assert.deepEqual(await tableOfRuns(runs), [
      "lcloud-site-production-site  us-west-2",
      "  STAGE         TARGET  REGION     VERSION       SINCE                 EXECUTION     HEALTH",
      "  production-1  web     us-west-2  3HL4kqtJvjVB  2026-11-21 11:14 UTC  new-executio  2/2 instances",
      "  production-2  web     us-east-1  3HL4kqtJvjVB  2026-11-21 12:14 UTC  new-executio  2/2 instances",
    ]);
  });

  it("L5 shows what is still there where a deployment has failed or is under way, and that regions differ", async () => {
    const runs = [
      run(EAST, "Failed", "new-2", 13),
      run(WEST, "Succeeded", "new-2", 12),
      run(EAST, "Succeeded", "old-1", 10),
    ];
    const lines = await tableOfRuns(runs);
    assert.match(lines[2]!, /us-west-2 +3HL4kqtJvjVB/);
    assert.match(lines[3]!, /us-east-1 +0a1b2c3d4e5f +2026-11-21 10:14 UTC +old-1/);
    assert.deepEqual(lines.slice(4), [
      "  production-2 web us-east-1: execution new-2 failed",
      "  web: the version is not the same everywhere",
    ]);
    const underWay = await tableOfRuns([run(EAST, "InProgress", "new-3", 14), ...runs.slice(1)]);
    assert.match(underWay[4]!, /execution new-3 is under way$/);
  });

  it("is well while everything is, and not when instances are missing or the last deployment failed", async () => {
    const good = [run(EAST, "Succeeded", "new-1", 12), run(WEST, "Succeeded", "new-1", 11)];
    const judge = async (runs: ActionRun[], health = well) => isWell(await reportOf(SITE, accountOf(runs, health)));
    assert.equal(await judge(good), true);
    assert.equal(await judge(good, () => ({ healthy: false, detail: "1/2 instances" })), false);
    assert.equal(await judge([run(EAST, "Failed", "new-2", 13), ...good]), false);
    assert.equal(await judge([run(EAST, "InProgress", "new-2", 13), ...good]), true);
  });

  it("says where nothing has been deployed yet, and that there is no pipeline", async () => {
    const lines = await tableOfRuns([]);
    assert.match(lines[2]!, /us-west-2 +none +- +- +2\/2 instances$/);
    const none = await reportOf({ ...SITE, pipeline: "other" }, accountOf([], well));
    assert.deepEqual([none.exists, isWell(none)], [false, false]);
    assert.match(tableOf(none, pc.createColors(false))[1]!, /there is no such pipeline; is the stack up\?/);
  });

  it("finds the parts of a stack by its settings: names, tags, regions with alarms", () => {
    assert.deepEqual(targetOf("production", "examples/lcloud"), {
      region: "us-west-2",
      prefix: "lcloud-site-production",
      cluster: "lcloud-site-production-cluster",
      alarmRegions: ["us-west-2", "us-east-1", "ap-southeast-2"],
      tags: { Owner: "lcloud", Project: "site", Environment: "production", ManagedBy: "slipway" },
      pipelines: ["lcloud-site-production-site"],
    });
    assert.deepEqual(targetOf("dev", ".").pipelines, []);
    assert.deepEqual(targetOf("prod", ".").alarmRegions, ["us-west-2", "us-east-1"]);
  });

  it("T17 shows every part of a stack: services, instances, alarms, and what is wrong with it", async () => {
    const account: StackAccount = {
      services: () => Promise.resolve([{ name: "acme-web", running: 2, wanted: 3, trouble: "its deployment failed" }]),
      instances: () => Promise.resolve([{ name: "acme-couchdb", running: 1, wanted: 1 }]),
      alarms: () => Promise.resolve({ count: 24, ringing: ["acme-5xx"] }),
    };
    const parts = await partsOf(account);
    assert.deepEqual(partsTable("acme  us-west-2", parts, pc.createColors(false)), [
      "acme  us-west-2",
      "  service acme-web        2/3 tasks, its deployment failed",
      "  instances acme-couchdb  1/1 well",
      "  alarms                  1 of 24 in alarm: acme-5xx",
    ]);
    assert.deepEqual(
      parts.map(({ healthy }) => healthy),
      [false, true, false],
    );
    const none: StackAccount = {
      services: () => Promise.resolve([]),
      instances: () => Promise.resolve([]),
      alarms: () => Promise.resolve({ count: 0, ringing: [] }),
    };
    assert.match(partsTable("acme", await partsOf(none), pc.createColors(false))[1]!, /is the stack up\?$/);
  });

  it("ends with 2 where it is used wrongly", async () => {
    const ended = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
      const args = ["-r", "tsx/cjs", "ops/status/cli.ts", "production", "--format", "xml"];
      execFile(process.execPath, args, (error, _stdout, stderr) => resolve({ code: error?.code, stderr }));
    });
    assert.equal(ended.code, 2);
    assert.match(ended.stderr, /Allowed choices are table, json/);
  });
});

/** What AWS answers, by the operation. */
const ANSWERS: Record<string, unknown> = {
  GetPipeline: {
    pipeline: {
      name: SITE.pipeline,
      stages: [
        { name: "source", actions: [{ name: "source", actionTypeId: { category: "Source", provider: "S3" } }] },
        { name: "build", actions: [{ name: "build", actionTypeId: { category: "Build", provider: "CodeBuild" } }] },
        {
          name: "production",
          actions: [
            {
              name: "web-us-east-1",
              region: "us-east-1",
              actionTypeId: { category: "Deploy", provider: "CodeDeploy" },
              configuration: { ApplicationName: "web", DeploymentGroupName: "web" },
            },
            {
              name: "files-us-east-1",
              region: "us-east-1",
              actionTypeId: { category: "Deploy", provider: "EC2" },
              configuration: { InstanceTagKey: "Name", InstanceTagValue: "acme-files" },
            },
            {
              name: "api-us-west-2",
              actionTypeId: { category: "Deploy", provider: "ECS" },
              configuration: { ClusterName: "main", ServiceName: "api" },
            },
            {
              name: "network-us-west-2",
              actionTypeId: { category: "Build", provider: "CodeBuild" },
              configuration: { ProjectName: "network" },
            },
          ],
        },
      ],
    },
  },
  ListActionExecutions: {
    actionExecutionDetails: ["web-us-east-1", "files-us-east-1", "api-us-west-2"].map((actionName) => ({
      pipelineExecutionId: "e-2",
      stageName: "production",
      actionName,
      status: "Succeeded",
      startTime: 1_795_000_000,
      lastUpdateTime: 1_795_000_060,
    })),
  },
  ListPipelineExecutions: {
    pipelineExecutionSummaries: ["e-3", "e-2"].map((pipelineExecutionId) => ({
      pipelineExecutionId,
      sourceRevisions: [
        { actionName: "infrastructure", revisionId: "beef" },
        { actionName: "source", revisionId: `version-of-${pipelineExecutionId}` },
      ],
    })),
  },
  GetDeploymentGroup: {
    deploymentGroupInfo: {
      ec2TagFilters: [{ Key: "Name", Value: "acme-web", Type: "KEY_AND_VALUE" }],
      alarmConfiguration: { alarms: [{ name: "web-missing" }] },
    },
  },
  DescribeAlarms: {
    MetricAlarms: [
      { AlarmName: "web-missing", StateValue: "ALARM" },
      { AlarmName: "web-errors", StateValue: "OK" },
    ],
  },
  ListServices: { serviceArns: ["arn:aws:ecs:us-west-2:123456789012:service/main/api"] },
  DescribeServices: {
    services: [{ serviceName: "api", runningCount: 3, desiredCount: 3, deployments: [{ rolloutState: "COMPLETED" }] }],
  },
  DescribeInstances:
    "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId>" +
    "<tagSet><item><key>Name</key><value>acme-files</value></item></tagSet>" +
    "<launchTime>2026-11-18T00:00:00Z</launchTime></item><item><instanceId>i-2</instanceId>" +
    "<launchTime>2026-11-20T00:00:00Z</launchTime></item></instancesSet></item></reservationSet></DescribeInstancesResponse>",
  DescribeInstanceStatus:
    "<DescribeInstanceStatusResponse><instanceStatusSet><item><instanceId>i-2</instanceId><instanceStatus><status>ok</status></instanceStatus>" +
    "<systemStatus><status>ok</status></systemStatus></item><item><instanceStatus><status>impaired</status>" +
    "</instanceStatus></item></instanceStatusSet></DescribeInstanceStatusResponse>",
};

describe("what npm run status asks AWS", () => {
  let server: Server;
  const environment = { ...process.env };
  before(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => {
        const target = request.headers["x-amz-target"] as string | undefined;
        const operation = target?.split(".").pop() ?? new URLSearchParams(body).get("Action")!;
        const answer = body.includes('"unknown"') ? undefined : ANSWERS[operation];
        const text =
          typeof answer === "string" ? answer : JSON.stringify(answer ?? { __type: "PipelineNotFoundException" });
        response.writeHead(answer ? 200 : 400, { "content-type": "application/x-amz-json-1.1" }).end(text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" });
  });
  after(() => {
    process.env = environment;
    server.closeAllConnections();
    server.close();
  });

  it("T17 is the services of the cluster, the instances by name, the alarms of each region", async () => {
    const around = { region: "us-west-2", prefix: "web", cluster: "main", tags: { Owner: "acme" } };
    const parts = await partsOf(new AwsStack({ ...around, alarmRegions: ["us-west-2", "us-east-1"] }));
    assert.deepEqual(parts, [
      { kind: "service", name: "api", healthy: true, detail: "3/3 tasks" },
      { kind: "instances", name: "acme-files", healthy: false, detail: "1/2 well" },
      { kind: "instances", name: "i-2", healthy: false, detail: "1/2 well" },
      { kind: "alarms", name: "", healthy: false, detail: "2 of 4 in alarm: web-missing, web-missing" },
    ]);
  });

  it("L5 is what the pipeline deploys by, its runs, the source's versions, and how that is now", async () => {
    const { deployed } = await reportOf(SITE, new AwsAccount("us-west-2"));
    const since = new Date(1_795_000_060_000);
    const version = { version: "version-of-e-2", since, execution: "e-2" };
    assert.deepEqual(deployed, [
      {
        ...{ stage: "production", target: "web", region: "us-east-1", ...version },
        ...{ healthy: false, health: "1/2 instances, alarm web-missing" },
      },
      {
        ...{ stage: "production", target: "files", region: "us-east-1", ...version },
        ...{ healthy: false, health: "0/2 instances, 1 launched since the last deployment" },
      },
      {
        ...{ stage: "production", target: "api", region: "us-west-2", ...version },
        ...{ healthy: true, health: "3/3 tasks" },
      },
      { stage: "production", target: "network", region: "us-west-2", health: "-" },
    ]);
  });

  it("is a pipeline that may not be there", async () => {
    assert.equal(await new AwsAccount("us-west-2").actions("unknown"), undefined);
  });
});
