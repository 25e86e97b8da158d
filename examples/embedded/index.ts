import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Context, EcsService, Environment } from "slipway";

const context = new Context({
  owner: "acme",
  project: "orders",
  environment: pulumi.getStack(),
  stage: "development",
  region: new pulumi.Config("aws").require("region"),
});

const environment = new Environment(context.prefix, {
  context,
  network: {
    kind: "new",
    cidr: "10.60.0.0/16",
    zones: [`${context.region}a`, `${context.region}b`],
    subnets: { public: 24, application: 20, database: 24 },
    natGateways: "single",
    endpoints: "s3",
  },
});

// A resource of this program, which the component's service may send to.
const queue = new aws.sqs.Queue(context.name("incoming"), {
  region: context.region,
  sqsManagedSseEnabled: true,
  tags: context.tags(context.name("incoming")),
});

const intake = new EcsService(`${context.prefix}-intake`, {
  context,
  environment,
  name: "intake",
  containers: [
    {
      name: "intake",
      image: "123456789012.dkr.ecr.us-west-2.amazonaws.com/intake:1.4.0",
      environment: { QUEUE_URL: queue.url },
    },
  ],
  cpu: 256,
  memoryMiB: 512,
  permissions: [{ actions: ["sqs:SendMessage"], resources: [queue.arn] }],
});

export const clusterName = environment.cluster.cluster.name;
export const { serviceName, logGroup } = intake.outputs();
