import type * as pulumi from "@pulumi/pulumi";
import * as aws from "../../shared/aws";
import type { Scope } from "../../shared/scope";
import type { RootVolumeArgs } from "../fleetArgs";

/** What a launch template needs besides the fleet's own arguments. */
export interface TemplateParts {
  imageId: string;
  profileArn: pulumi.Input<string>;
  securityGroupIds: pulumi.Input<string>[];
}

/** What a launch template takes of a fleet. */
export interface TemplateArgs {
  name: string;
  instanceType: string;
  userData?: string;
  rootVolume: RootVolumeArgs;
  tags?: Record<string, string>;
}

const LAUNCHED = ["instance", "volume", "network-interface"];

/**
 * The template that every promotion makes its versions of: all of it but the image, which is a literal id in each version, so
 * that a refresh can be rolled back. A change of these arguments reaches instances with the next promotion.
 */
export function createLaunchTemplate(scope: Scope, args: TemplateArgs, parts: TemplateParts): aws.ec2.LaunchTemplate {
  const { name, userData, tags = {} } = args;
  return new aws.ec2.LaunchTemplate(
    scope.id(name),
    {
      imageId: parts.imageId,
      instanceType: args.instanceType,
      iamInstanceProfile: { arn: parts.profileArn },
      vpcSecurityGroupIds: parts.securityGroupIds,
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: "enabled",
      },
      monitoring: { enabled: true },
      blockDeviceMappings: [encryptedRoot(args.rootVolume)],
      ...(userData !== undefined && { userData: Buffer.from(userData).toString("base64") }),
      tagSpecifications: LAUNCHED.map((resourceType) => ({ resourceType, tags: { ...tags, ...scope.tags(name) } })),
      ...scope.common(name),
    },
    // The newest version is a promotion's; its image is not for `pulumi up` to undo.
    { ...scope.child, ignoreChanges: ["imageId"] },
  );
}

function encryptedRoot({ device, sizeGiB }: RootVolumeArgs) {
  return {
    deviceName: device,
    ebs: { volumeType: "gp3", volumeSize: sizeGiB, encrypted: "true", deleteOnTermination: "true" },
  };
}
