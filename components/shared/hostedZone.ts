import type * as pulumi from "@pulumi/pulumi";
import * as aws from "./aws";
import type { Scope } from "./scope";

/** Id of a public hosted zone of this account, given by its name (`example.com`) or by its id (`Z…`). */
export function findHostedZone(scope: Scope, zone: string): pulumi.Input<string> {
  return zone.includes(".") ? aws.route53.getZoneOutput({ name: zone, privateZone: false }, scope.child).zoneId : zone;
}

/** A record of the zone that leads `name` to a load balancer. */
export function createAliasRecord(
  scope: Scope,
  part: string,
  zoneId: pulumi.Input<string>,
  name: string,
  loadBalancer: aws.lb.LoadBalancer,
): void {
  new aws.route53.Record(
    scope.id(part),
    {
      zoneId,
      name,
      type: "A",
      aliases: [{ name: loadBalancer.dnsName, zoneId: loadBalancer.zoneId, evaluateTargetHealth: true }],
    },
    scope.child,
  );
}
