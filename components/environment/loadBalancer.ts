import type { Account } from "../shared/account";
import * as aws from "../shared/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createAliasRecord, findHostedZone } from "../shared/hostedZone";
import type { Scope } from "../shared/scope";
import { createAccessLogBucket } from "./accessLogs";
import type { DomainArgs, LoadBalancerArgs } from "./args";
import { issueCertificate } from "./certificate";
import type { Network } from "./network";
import { allowFromCidr } from "../shared/securityGroups";

/** The environment's load balancer, to which services add their listener rules. */
export interface LoadBalancer {
  loadBalancer: aws.lb.LoadBalancer;
  /** The listener for listener rules: HTTPS, or HTTP where the environment has no certificate. */
  listener: aws.lb.Listener;
}

const DEFAULT_TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** AWS's limit for names of load balancers. */
const MAX_NAME_LENGTH = 32;

/** An application load balancer that answers 404 until a service adds a listener rule. */
export function createLoadBalancer(
  scope: Scope,
  args: LoadBalancerArgs,
  network: Network,
  securityGroup: aws.ec2.SecurityGroup,
  account: Account,
): LoadBalancer {
  const { protocol = "https", domain } = args;
  for (const cidr of args.allowedCidrs ?? ["0.0.0.0/0"]) {
    for (const port of protocol === "https" ? [443, 80] : [80]) allowFromCidr(scope, "alb", securityGroup, cidr, port);
  }
  const loadBalancer = new aws.lb.LoadBalancer(
    scope.id("alb"),
    {
      name: scope.context.name("alb", MAX_NAME_LENGTH),
      loadBalancerType: "application",
      internal: args.scheme === "internal",
      subnets: network.publicSubnetIds,
      securityGroups: [securityGroup.id],
      idleTimeout: args.idleTimeoutSeconds ?? 60,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      enableDeletionProtection: scope.context.protectData,
      accessLogs: { enabled: true, bucket: createAccessLogBucket(scope, args.accessLogDays ?? 90, account) },
      ...scope.common("alb"),
    },
    scope.child,
  );
  if (args.webAclArn) {
    new aws.wafv2.WebAclAssociation(
      scope.id("alb"),
      { resourceArn: loadBalancer.arn, webAclArn: args.webAclArn, region: scope.region },
      scope.child,
    );
  }
  const zoneId = domain && findHostedZone(scope, domain.hostedZone);
  if (domain && zoneId) createRecords(scope, domain, zoneId, loadBalancer);
  if (protocol === "http") {
    return {
      loadBalancer,
      listener: createListener(scope, "http", loadBalancer, { port: 80, protocol: "HTTP", defaultActions: [notFound] }),
    };
  }
  createListener(scope, "http", loadBalancer, { port: 80, protocol: "HTTP", defaultActions: [redirectToHttps] });
  const certificateArn = args.certificateArn ?? issueCertificate(scope, domain!, zoneId!);
  const sslPolicy = args.tlsPolicy ?? DEFAULT_TLS_POLICY;
  const https = { port: 443, protocol: "HTTPS", certificateArn, sslPolicy, defaultActions: [notFound] };
  return { loadBalancer, listener: createListener(scope, "https", loadBalancer, https) };
}

const notFound = {
  type: "fixed-response",
  fixedResponse: { contentType: "text/plain", statusCode: "404", messageBody: "Not found" },
};

const redirectToHttps = {
  type: "redirect",
  redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
};

function createListener(
  scope: Scope,
  part: string,
  loadBalancer: aws.lb.LoadBalancer,
  args: Omit<aws.lb.ListenerArgs, "loadBalancerArn">,
): aws.lb.Listener {
  return new aws.lb.Listener(
    scope.id(part),
    { ...args, loadBalancerArn: loadBalancer.arn, ...scope.common(part) },
    scope.child,
  );
}

function createRecords(
  scope: Scope,
  domain: DomainArgs,
  zoneId: pulumi.Input<string>,
  loadBalancer: aws.lb.LoadBalancer,
): void {
  for (const name of [domain.name, ...(domain.aliases ?? [])]) {
    createAliasRecord(scope, `alb-${name}`, zoneId, name, loadBalancer);
  }
}
