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
  /** ARNs that were asked for by a plain name. */
  readonly #arns: Map<string, pulumi.Output<string>>;

  constructor(
    scope: Scope,
    known?: Pick<Account, "id" | "partition">,
    arns = new Map<string, pulumi.Output<string>>(),
  ) {
    this.id = known?.id ?? aws.getCallerIdentityOutput({}, scope.child).accountId;
    this.partition = known?.partition ?? aws.getPartitionOutput({}, scope.child).partition;
    this.#scope = scope;
    this.#arns = arns;
  }

  /** The same account, with ARNs of another region. */
  in(region: string): Account {
    return new Account(this.#scope.in(region), this, this.#arns);
  }

  /**
   * ARN of a resource of the scope's region, such as `log-group:shop` of `logs`. For the same plain name it is the same output,
   * so that a list of ARNs can leave out what is in it already.
   *
   * @param owner the account that it is in; empty of what AWS itself provides
   */
  arn(service: string, resource: pulumi.Input<string>, owner: pulumi.Input<string> = this.id): pulumi.Output<string> {
    const { region } = this.#scope;
    const name = typeof resource === "string" ? `${service}:${region}:${resource}` : undefined;
    const known = name !== undefined && this.#arns.get(name);
    if (known) return known;
    const arn = pulumi.interpolate`arn:${this.partition}:${service}:${region}:${owner}:${resource}`;
    if (name !== undefined) this.#arns.set(name, arn);
    return arn;
  }

  roleArn(name: pulumi.Input<string>): pulumi.Output<string> {
    return pulumi.interpolate`arn:${this.partition}:iam::${this.id}:role/${name}`;
  }

  /** ARN of a bucket, or of what is in it: `bucket/*`. */
  bucketArn(path: pulumi.Input<string>): pulumi.Output<string> {
    return pulumi.interpolate`arn:${this.partition}:s3:::${path}`;
  }
}
