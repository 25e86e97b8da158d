import * as aws from "../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../shared/scope";
import { REQUIRED_TAGS } from "../shared/tags";
import type { CouchDbArgs } from "./args";
import { readBootScript, renderUserData, type BootScript } from "./bootScript";
import { imageFor } from "./image";

/** Size of the root volume; data is elsewhere. */
const ROOT_GIB = 16;

/** What the instance is put together from. */
export interface InstanceParts {
  subnetId: pulumi.Output<string>;
  securityGroup: aws.ec2.SecurityGroup;
  profile: aws.iam.InstanceProfile;
  volume: aws.ebs.Volume;
  bucket: aws.s3.Bucket;
  bucketPolicy: aws.s3.BucketPolicy;
  secret: aws.secretsmanager.Secret;
  backupHours: number[];
  key?: aws.kms.Key;
}

/**
 * The instance that runs CouchDB. Nothing on it is worth keeping: whatever changes about it, type, image or scripts, makes a
 * new one, which takes the volume over. The new one comes first: until AWS has started it, the old one serves.
 */
export function createInstance(scope: Scope, args: CouchDbArgs, parts: InstanceParts): aws.ec2.Instance {
  const part = "instance";
  const { protectData } = scope.context;
  const bootScript = readBootScript();
  const uploaded = uploadBootScript(scope, parts.bucket, bootScript);
  return new aws.ec2.Instance(
    scope.id(part),
    {
      ami: imageFor(scope, args.amiId, args.instanceType),
      instanceType: args.instanceType,
      subnetId: parts.subnetId,
      associatePublicIpAddress: false,
      vpcSecurityGroupIds: [parts.securityGroup.id],
      iamInstanceProfile: parts.profile.name,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      monitoring: true,
      // Against hands in the console; the program itself may replace the instance.
      disableApiTermination: protectData,
      forceDestroy: true,
      rootBlockDevice: {
        volumeType: "gp3",
        volumeSize: ROOT_GIB,
        encrypted: true,
        ...(parts.key && { kmsKeyId: parts.key.arn }),
        tags: scope.tags("root"),
      },
      userData: userDataFor(scope, args, parts, bootScript),
      userDataReplaceOnChange: true,
      ...scope.common(part),
    },
    {
      ...scope.child,
      replaceOnChanges: ["instanceType"],
      // A refresh finds the data volume on the instance, which has it from its attachment.
      ignoreChanges: ["ebsBlockDevices"],
      dependsOn: [uploaded, parts.bucketPolicy],
    },
  );
}

/** Puts the boot script into the bucket: user data has room for 16 KB only. Its key is its checksum. */
function uploadBootScript(scope: Scope, bucket: aws.s3.Bucket, { content, sha256 }: BootScript): aws.s3.BucketObjectv2 {
  const part = "boot-script";
  // S3 takes ten tags on an object, fewer than an environment may have.
  const tags = Object.entries(scope.tags(part)).filter(([tag]) => [...REQUIRED_TAGS, "Name"].includes(tag));
  return new aws.s3.BucketObjectv2(
    scope.id(part),
    {
      bucket: bucket.id,
      key: `boot/${sha256}.sh`,
      content,
      region: scope.region,
      tags: Object.fromEntries(tags),
    },
    scope.child,
  );
}

function userDataFor(
  scope: Scope,
  { install }: CouchDbArgs,
  { volume, bucket, secret, backupHours }: InstanceParts,
  { sha256 }: BootScript,
): pulumi.Output<string> {
  return pulumi.all([volume.id, bucket.id, secret.arn]).apply(([volumeId, bucketName, secretArn]) =>
    renderUserData(
      {
        database: scope.name,
        region: scope.region,
        volumeId,
        bucket: bucketName,
        secretArn,
        logGroup: scope.name,
        backupHours,
        ...(install && { install }),
      },
      sha256,
    ),
  );
}
