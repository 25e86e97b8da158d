import * as aws from "./aws";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "./scope";

/**
 * The account that a component is created in. It makes ARNs of what has a fixed name: unlike those that AWS answers with,
 * they are known before the thing exists, so that a preview shows policies as they will be.
 */
export class Account {
  readonly id: pulumi.Output<string>;
  readonly partition: pulumi.Output<string>;
  readonly #scope: Scope;

  constructor(scope: Scope, known?: Pick<Account, "id" | "partition">) {
    this.id = known?.id ?? aws.getCallerIdentityOutput({}, scope.child).accountId;
    this.partition = known?.partition ?? aws.getPartitionOutput({}, scope.child).partition;
    this.#scope = scope;
  }

  /** The same account, with ARNs of another region. */
  in(region: string): Account {
    return new Account(this.#scope.in(region), this);
  }

  /** ARN of a resource of the scope's region, such as `log-group:shop` of `logs`. */
  arn(service: string, resource: pulumi.Input<string>): pulumi.Output<string> {
    return pulumi.interpolate`arn:${this.partition}:${service}:${this.#scope.region}:${this.id}:${resource}`;
  }

  roleArn(name: pulumi.Input<string>): pulumi.Output<string> {
    return pulumi.interpolate`arn:${this.partition}:iam::${this.id}:role/${name}`;
  }

  /** ARN of a bucket, or of what is in it: `bucket/*`. */
  bucketArn(path: pulumi.Input<string>): pulumi.Output<string> {
    return pulumi.interpolate`arn:${this.partition}:s3:::${path}`;
  }
}
