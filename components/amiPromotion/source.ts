import type * as pulumi from "@pulumi/pulumi";

/** Where an environment's images come from. */
export type Source = ReleaseBoxSource | EnvironmentSource;

/** The release box: the promotion images it, once for each release that CodeDeploy brought there. */
export interface ReleaseBoxSource {
  kind: "releaseBox";
  /** Id of the instance, e.g. `i-0123456789abcdef0`. */
  instanceId: pulumi.Input<string>;
  /** Its CodeDeploy application. */
  application: pulumi.Input<string>;
  /** Its CodeDeploy deployment group. */
  deploymentGroup: pulumi.Input<string>;
  /** ARN of the key that encrypts its volumes; the next environment may need it to copy the images. */
  keyArn: pulumi.Input<string>;
  /**
   * Whether the box stays up while it is imaged. An image of a box that runs may hold half-written files.
   *
   * @default false - the box restarts
   */
  withoutReboot?: boolean;
}

/** The environment before: its recorded image is promoted. */
export interface EnvironmentSource {
  kind: "environment";
  /** Name of the SSM parameter with its image, e.g. `/acme/qbo/uat/image`. */
  parameterName: pulumi.Input<string>;
  /** ARN of the key that encrypts its images: copies are decrypted with it. */
  keyArn: pulumi.Input<string>;
  /**
   * Region of that environment; of another one than this, images are copied and encrypted with a key of this environment.
   *
   * @default - this environment's region
   */
  region?: string;
  /**
   * Whether images are copied, and encrypted with a key of this environment, although they are in this region: for images
   * of another account.
   *
   * @default false
   */
  copy?: boolean;
}
