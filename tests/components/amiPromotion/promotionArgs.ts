import { AmiPromotion } from "../../../components/amiPromotion";
import type { AmiPromotionArgs } from "../../../components/amiPromotion/args";
import { ReleaseBox } from "../../../components/amiPromotion/releaseBox";
import type { ReleaseBoxArgs } from "../../../components/amiPromotion/releaseBox/args";
import { Environment } from "../../../components/environment";
import type { Context } from "../../../components/shared/context";
import { contextOf } from "../environments";

export const PREFIX = "acme-qbo-uat";

const SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:acme/qbo/uat/setup-1a2b3c";

export const qboContext = (changes: Parameters<typeof contextOf>[0] = {}): Context =>
  contextOf({ owner: "acme", project: "qbo", environment: "uat", stage: "staging", ...changes });

/** An environment as far as fleets need one. */
export function environmentOf(context: Context, hasLoadBalancer = true): Environment {
  return new Environment(context.prefix, {
    context,
    network: { kind: "existing", vpcId: "vpc-4d4bec2b", subnetIds: ["subnet-d7ad4ca1", "subnet-83a890da"] },
    ...(hasLoadBalancer && { loadBalancer: { certificateArn: "arn:aws:acm:us-west-2:123456789012:certificate/1" } }),
  });
}

/** Arguments with every part of a promotion, without its environment; tests change the one that they are about. */
export function promotionArgs(changes: Partial<AmiPromotionArgs> = {}): Omit<AmiPromotionArgs, "environment"> {
  return {
    context: qboContext(),
    source: {
      kind: "releaseBox",
      instanceId: "i-0123456789abcdef0",
      application: "acme-qbo-dev-release-box",
      deploymentGroup: "acme-qbo-dev-release-box",
      keyArn: "arn:aws:kms:us-west-2:123456789012:key/1",
    },
    initialImageId: "ami-00000000000000001",
    fleets: [
      {
        name: "web",
        instanceType: "m7i.large",
        scaling: { min: 2, max: 6, cpuPercent: 60, requestsPerTarget: 1000 },
        rootVolume: { device: "/dev/sda1", sizeGiB: 100 },
        userData: "<powershell>\nStart-Service W3SVC\n</powershell>\n",
        route: { priority: 100, port: 80, hosts: ["uat.qbo.example.com"], healthCheckPath: "/health" },
        readySeconds: 900,
        drainSeconds: 300,
        tags: { Role: "web" },
      },
      {
        name: "app",
        instanceType: "m7i.large",
        scaling: { min: 2, max: 2 },
        rootVolume: { device: "/dev/sda1", sizeGiB: 100 },
        permissions: [{ actions: ["sqs:ReceiveMessage"], resources: ["arn:aws:sqs:us-west-2:123456789012:queue"] }],
      },
    ],
    commands: {
      workspace: "examples/qbo3/promotion",
      url: "https://uat.qbo.example.com",
      database: { update: "bash database.sh", script: "bash script.sh" },
      setupPackages: { paths: ["/setup?package=mail.xml"], credentials: SECRET },
      tests: { command: "bash tests.sh", report: "report.xml" },
      secrets: { PGPASSWORD: `${SECRET}:database` },
      reach: [{ port: 5432, cidr: "10.50.64.0/24" }],
    },
    monitoring: { endpoint: "https://acme.logicmonitor.com/santaba/rest", header: "Authorization", token: "hush" },
    ...changes,
  };
}

export function buildPromotion(changes: Partial<AmiPromotionArgs> = {}, hasLoadBalancer = true): AmiPromotion {
  const args = promotionArgs(changes);
  return new AmiPromotion(args.context.prefix, { ...args, environment: environmentOf(args.context, hasLoadBalancer) });
}

/** Arguments with every part of a release box. */
export function buildReleaseBox(changes: Partial<ReleaseBoxArgs> = {}): ReleaseBox {
  const context = qboContext({ environment: "dev", stage: "development" });
  return new ReleaseBox(context.prefix, {
    context,
    environment: environmentOf(context),
    instanceType: "m7i.large",
    imageId: "ami-00000000000000001",
    rootVolume: { device: "/dev/sda1", sizeGiB: 100 },
    route: { priority: 100, port: 80, hosts: ["dev.qbo.example.com"], healthCheckPath: "/health" },
    commands: { ...promotionArgs().commands!, url: "https://dev.qbo.example.com" },
    ...changes,
  });
}
