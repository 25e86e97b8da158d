import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import { Account } from "../shared/account";
import { refuseInvalid } from "../shared/problems";
import { Scope } from "../shared/scope";
import { createAlarms } from "./alarms";
import type { CouchDbArgs } from "./args";
import { createAddress } from "./address";
import { createBackupBucket } from "./backupBucket";
import { createDataKey } from "./dataKey";
import { createInstance } from "./instance";
import { createInstanceProfile } from "./permissions";
import { createSecret } from "./secret";
import { COUCHDB_PORT, createSecurityGroup } from "./securityGroup";
import { createSnapshots } from "./snapshots";
import { validateCouchDb } from "./validation";
import { attachDataVolume, createDataVolume, DEFAULT_SIZE_GIB } from "./volume";

/**
 * CouchDB on an instance that can be replaced at any time, with its data on a volume that cannot: encrypted, backed up to
 * S3 and by snapshots, watched, reachable by the admitted security groups alone.
 *
 * Bills: the instance, the volume, snapshots, the backup bucket, the secret, the private hosted zone, alarms, custom metrics,
 * logs, and the KMS key of `encryption: "own"`.
 */
export class CouchDb extends pulumi.ComponentResource {
  readonly instance: aws.ec2.Instance;
  readonly volume: aws.ebs.Volume;
  /** Holds user name and password of the administrator, once the instance has made them up. */
  readonly secret: aws.secretsmanager.Secret;
  readonly backupBucket: aws.s3.Bucket;
  readonly securityGroup: aws.ec2.SecurityGroup;
  /** `http://` address by name; the name stays when the instance is replaced. */
  readonly url: pulumi.Output<string>;

  /** @throws pulumi.InputPropertiesError with every problem of the arguments, before any resource exists */
  constructor(name: string, args: CouchDbArgs, opts?: pulumi.ComponentResourceOptions) {
    const { context, environment, admitted, backup = {}, install } = args;
    refuseInvalid(
      name,
      validateCouchDb(
        args,
        admitted.map((one) => one.name),
        environment.databaseSite,
      ),
    );
    super("slipway:index:CouchDb", name, {}, opts);
    const scope = new Scope(name, context, this);
    const account = new Account(scope);
    const { vpcId, databaseSubnetIds } = environment.network;
    const subnetId = databaseSubnetIds.apply((ids) => ids[args.subnetIndex ?? 0]!);
    const zone = aws.ec2.getSubnetOutput({ id: subnetId, region: scope.region }, scope.child).availabilityZone;
    const key = args.encryption === "own" ? createDataKey(scope, account) : undefined;

    this.securityGroup = createSecurityGroup(scope, environment, admitted);
    this.volume = createDataVolume(scope, args.volume ?? { sizeGiB: DEFAULT_SIZE_GIB }, zone, key);
    const { bucket, policy } = createBackupBucket(scope, backup, key);
    this.backupBucket = bucket;
    this.secret = createSecret(scope, key);
    const logGroup = new aws.cloudwatch.LogGroup(
      scope.name,
      { name: scope.name, retentionInDays: args.logRetentionDays ?? 30, ...scope.common("logs") },
      scope.child,
    );
    const profile = createInstanceProfile(scope, account, {
      bucketArn: bucket.arn,
      secretArn: this.secret.arn,
      logGroupArn: logGroup.arn,
      ...(key && { key }),
      ...(install && { install }),
    });
    const backupHours = backup.hoursUtc ?? [2];
    this.instance = createInstance(scope, args, {
      subnetId,
      securityGroup: this.securityGroup,
      profile,
      volume: this.volume,
      bucket,
      bucketPolicy: policy,
      secret: this.secret,
      backupHours,
      ...(key && { key }),
    });
    const attachment = attachDataVolume(scope, this.volume, this.instance);
    const host = createAddress(scope, vpcId, this.instance, attachment);
    this.url = pulumi.interpolate`http://${host}:${COUCHDB_PORT}`;
    createSnapshots(scope, account, scope.id("data"), backup);
    const watched = { instance: this.instance, instanceType: args.instanceType, backupHours };
    createAlarms(scope, account, watched, environment.topics.operations);
    this.registerOutputs(this.outputs());
  }

  /** Plain ids and addresses of the database, for stack outputs. The password is in the secret, and nowhere else. */
  outputs(): Record<string, pulumi.Input<unknown>> {
    return {
      url: this.url,
      instanceId: this.instance.id,
      volumeId: this.volume.id,
      backupBucket: this.backupBucket.bucket,
      secretArn: this.secret.arn,
      securityGroupId: this.securityGroup.id,
    };
  }
}
