import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { prerequisitesOf } from "../../stacks/prerequisites";
import { stacksIn } from "../../stacks/settings/siblings";
import { DIRECTORIES, ROOT, stackOf } from "./stackOf";

describe("Stack files", () => {
  for (const [directory, stacks] of Object.entries(DIRECTORIES)) {
    it(`${directory} has the stacks ${stacks.join(", ")}`, () => {
      assert.deepEqual(stacksIn(path.join(ROOT, directory)), stacks);
    });
    for (const stack of stacks) {
      it(`${directory}/Pulumi.${stack}.yaml is right and names its schema`, () => {
        assert.equal(stackOf(directory, stack).context.environment, stack);
        const [first = ""] = readFileSync(path.join(ROOT, directory, `Pulumi.${stack}.yaml`), "utf8").split("\n");
        const schema = /^# yaml-language-server: \$schema=(.+)$/.exec(first)?.[1];
        assert.equal(path.join(ROOT, directory, schema ?? ""), path.join(ROOT, "slipway.schema.json"));
      });
    }
  }

  it("T1 gives the three Twig environments the ranges of the riglet", () => {
    const ranges = ["integration", "staging", "production"].map((stack) => {
      const { network } = stackOf("examples/twig", stack).settings;
      return network.kind === "new" ? network.cidr : undefined;
    });
    assert.deepEqual(ranges, ["10.10.0.0/16", "10.20.0.0/16", "10.30.0.0/16"]);
  });

  it("A1 A5 runs the authority lookup's two stages in one existing VPC, under different names", () => {
    const [staging, production] = ["staging", "production"].map((stack) => stackOf("examples/authority-lookup", stack));
    assert.deepEqual(staging!.settings.network, production!.settings.network);
    assert.notEqual(staging!.context.prefix, production!.context.prefix);
  });

  it("A8 knows what has to be in the account before", () => {
    const host = "lookup-staging.library.example.edu";
    const subnetIds = ["subnet-d7ad4ca1", "subnet-83a890da"];
    assert.deepEqual(prerequisitesOf(stackOf("examples/authority-lookup", "staging").settings), {
      region: "us-east-1",
      regions: ["us-east-1"],
      zones: [],
      networks: [{ region: "us-east-1", vpcId: "vpc-4d4bec2b", subnetIds, loadBalancerSubnetIds: subnetIds }],
      certificates: [],
      hostedZones: [{ name: "library.example.edu", hosts: [host] }],
      webAcls: [],
      images: [],
      containerImages: [
        { image: "mysql:8.4.6" },
        { image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/authority-lookup:5.3.0" },
      ],
      instances: [{ region: "us-east-1", type: "t3.medium", most: 2 }],
      natGatewayZones: [],
      fileSystems: [],
      stacks: [],
      secrets: ["arn:aws:secretsmanager:us-east-1:123456789012:secret:lookup-staging/mysql-a1B2c3"],
      parameters: [],
      keys: [],
      policies: [],
      connections: [],
      stateBuckets: [],
    });
    const prod = prerequisitesOf(stackOf(".", "prod").settings);
    assert.deepEqual(
      [prod.certificates.length, prod.hostedZones, prod.webAcls.length],
      [1, [{ name: "example.com", hosts: ["shop.example.com"] }], 1],
    );
  });
});
