import * as aws from "../shared/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../shared/scope";

/** Seconds that clients may remember the address: a new instance has another. */
const TTL_SECONDS = 10;

/**
 * A name for the database in its VPC, the same whichever instance runs it. The zone is the database's own, so it meets no
 * other of the VPC; the record changes once the instance has the volume.
 *
 * @returns the name
 */
export function createAddress(
  scope: Scope,
  vpcId: pulumi.Output<string>,
  instance: aws.ec2.Instance,
  attachment: aws.ec2.VolumeAttachment,
): pulumi.Output<string> {
  const part = "address";
  const zone = new aws.route53.Zone(
    scope.id(part),
    {
      name: `${scope.name}.internal`,
      comment: `Address of ${scope.name}`,
      vpcs: [{ vpcId, vpcRegion: scope.region }],
      tags: scope.tags(part),
    },
    scope.child,
  );
  new aws.route53.Record(
    scope.id(part),
    { zoneId: zone.zoneId, name: zone.name, type: "A", ttl: TTL_SECONDS, records: [instance.privateIp] },
    { ...scope.child, dependsOn: [attachment] },
  );
  return zone.name;
}
