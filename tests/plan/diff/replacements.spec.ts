import assert from "node:assert/strict";
import { version } from "@pulumi/aws/package.json";
import { sampleArguments } from "../../../docs/generate/replacements/samples";
import { comparedTypes } from "../../../docs/generate/replacements/types";
import { replacedBy } from "../../../plan/diff/replacement";
import table from "../../../plan/diff/replacements.json";
import { planned } from "./support";

describe("the table of what replaces a resource (`npm run generate:replacements`)", () => {
  it("is of the installed SDK and has every type that components create, and every type that holds data", () => {
    assert.equal(table.sdk, version);
    assert.deepEqual(
      comparedTypes().filter((type) => !(type in table.types)),
      [],
    );
  });

  it("names arguments that the SDK has", () => {
    for (const [type, { replace, unknown }] of Object.entries(table.types)) {
      const known = new Set(sampleArguments(type).flatMap(({ name, paths }) => [name, ...paths]));
      assert.deepEqual(
        [...replace, ...unknown].filter((path) => !known.has(path)),
        [],
        type,
      );
    }
  });

  it("agrees with what is known of AWS", () => {
    const facts: [type: string, property: string, replaces: "yes" | undefined][] = [
      ["aws:ec2/instance:Instance", "ami", "yes"],
      ["aws:ec2/instance:Instance", "instanceType", undefined],
      ["aws:ec2/instance:Instance", "rootBlockDevice.volumeSize", undefined],
      ["aws:ec2/instance:Instance", "rootBlockDevice.kmsKeyId", "yes"],
      ["aws:ebs/volume:Volume", "availabilityZone", "yes"],
      ["aws:ebs/volume:Volume", "size", undefined],
      ["aws:ec2/securityGroup:SecurityGroup", "description", "yes"],
      ["aws:ecs/taskDefinition:TaskDefinition", "containerDefinitions", "yes"],
      ["aws:ecs/taskDefinition:TaskDefinition", "volumes[*].name", "yes"],
      ["aws:ecs/service:Service", "taskDefinition", undefined],
      [
        "aws:ecs/capacityProvider:CapacityProvider",
        "autoScalingGroupProvider.managedScaling.targetCapacity",
        undefined,
      ],
      ["aws:ecs/capacityProvider:CapacityProvider", "autoScalingGroupProvider.autoScalingGroupArn", "yes"],
      ["aws:lb/targetGroup:TargetGroup", "port", "yes"],
      ["aws:lb/targetGroup:TargetGroup", "healthCheck.path", undefined],
      ["aws:efs/fileSystem:FileSystem", "encrypted", "yes"],
      ["aws:kms/key:Key", "customerMasterKeySpec", "yes"],
      ["aws:kms/key:Key", "policy", undefined],
      ["aws:s3/bucket:Bucket", "bucket", "yes"],
      ["aws:s3/bucket:Bucket", "region", "yes"],
      ["aws:rds/instance:Instance", "storageEncrypted", "yes"],
      ["aws:rds/instance:Instance", "allocatedStorage", undefined],
      ["aws:sns/topic:Topic", "tags", undefined],
    ];
    for (const [type, property, replaces] of facts) {
      assert.equal(replacedBy(planned(type, "r"), property), replaces, `${type} ${property}`);
    }
  });

  it("asks other arguments where they decide", () => {
    const instance = (userDataReplaceOnChange: boolean) =>
      replacedBy(planned("aws:ec2/instance:Instance", "i", { userDataReplaceOnChange }), "userData");
    assert.deepEqual([instance(true), instance(false)], ["yes", undefined]);
    const service = (forceNewDeployment: boolean) =>
      replacedBy(
        planned("aws:ecs/service:Service", "s", { forceNewDeployment }),
        "capacityProviderStrategies[*].weight",
      );
    assert.deepEqual([service(true), service(false)], [undefined, "yes"]);
  });
});
