import type { Account } from "../shared/account";
import * as pulumi from "@pulumi/pulumi";

/**
 * Name of the bucket with a region's artifacts. It follows from its prefix alone, so that what reads from it, such as the role
 * of instances in another stack, may be admitted before it exists.
 */
export function artifactBucketName(prefix: string, region: string, account: Account): pulumi.Output<string> {
  return pulumi.interpolate`${prefix}-${region}-${account.id}`;
}

/** Name of the alias of the key that encrypts a region's artifacts; the same in every region. Aliases take no dots. */
export function artifactKeyAlias(prefix: string): string {
  return `alias/${prefix.replaceAll(".", "-")}-artifacts`;
}
