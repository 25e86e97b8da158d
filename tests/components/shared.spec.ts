import assert from "node:assert/strict";
import fc from "fast-check";
import { formatCidr, overlaps, parseCidr, sizeOf, type CidrBlock } from "../../components/shared/cidr";
import { layOutSubnets, TIERS, zonePrefix } from "../../components/environment/subnets";
import { validatedNames } from "../../components/environment/certificate";
import { architectureOf, ecsImageParameter } from "../../components/environment/instanceImage";
import { contextOf } from "./environments";

const block = fc
  .record({ prefix: fc.integer({ min: 8, max: 30 }), seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }) })
  .map(({ prefix, seed }): CidrBlock => ({ prefix, first: seed - (seed % sizeOf(prefix)) }));

describe("CIDR blocks", () => {
  it("are read as they are written", () => {
    fc.assert(fc.property(block, (cidr) => assert.deepEqual(parseCidr(formatCidr(cidr)), cidr)));
  });

  it("overlap exactly when one begins inside the other", () => {
    const contains = (a: CidrBlock, address: number) => address >= a.first && address < a.first + sizeOf(a.prefix);
    fc.assert(
      fc.property(block, block, (a, b) => {
        assert.equal(overlaps(a, b), contains(a, b.first) || contains(b, a.first));
        assert.equal(overlaps(a, b), overlaps(b, a));
      }),
    );
  });

  it("are refused when they are not canonical", () => {
    for (const text of [
      "",
      "10.0.0.0",
      "10.0.0.1/16",
      "10.0.0.0/33",
      "10.0.0/16",
      "::/0",
      "10.0.0.0/16 ",
      "256.0.0.0/8",
    ]) {
      assert.equal(parseCidr(text), undefined, text);
    }
  });
});

describe("Subnet layout", () => {
  const prefix = fc.integer({ min: 16, max: 28 });
  const prefixes = fc.record({ public: prefix, application: prefix, database: prefix });
  const zones = fc.integer({ min: 1, max: 4 }).map((count) => ["a", "b", "c", "d"].slice(0, count));

  it("T1 keeps every subnet inside its zone's share of the VPC and apart from the others, or says that they do not fit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 24 }), zones, prefixes, (vpcPrefix, names, sizes) => {
        const vpc: CidrBlock = { first: 10 * 2 ** 24, prefix: vpcPrefix };
        const ranges = layOutSubnets(formatCidr(vpc), names, sizes);
        const share = sizeOf(zonePrefix(vpc, names.length));
        const needed = TIERS.reduce((sum, tier) => sum + sizeOf(sizes[tier]), 0);
        if (needed > share) return assert.equal(ranges, undefined);
        // Sizes that fit may still not, for the gaps between a smaller subnet and a larger one.
        if (!ranges) return;
        assert.equal(ranges.length, TIERS.length * names.length);
        const blocks = ranges.map(({ cidr }) => parseCidr(cidr)!);
        for (const [i, a] of blocks.entries()) {
          const zone = names.indexOf(ranges[i]!.zone);
          assert.ok(
            a.first >= vpc.first + zone * share && a.first + sizeOf(a.prefix) <= vpc.first + (zone + 1) * share,
          );
          for (const b of blocks.slice(i + 1)) assert.ok(!overlaps(a, b));
        }
      }),
    );
  });

  it("T1 never moves a subnet when a zone is added, up to four zones", () => {
    const sizes = { public: 24, application: 20, database: 24 };
    const four = layOutSubnets("10.10.0.0/16", ["a", "b", "c", "d"], sizes)!;
    for (const zones of [["a"], ["a", "b"], ["a", "b", "c"]]) {
      assert.deepEqual(layOutSubnets("10.10.0.0/16", zones, sizes), four.slice(0, zones.length * TIERS.length));
    }
  });
});

describe("Names", () => {
  it("A5 keep to AWS's limit, and two long names stay apart", () => {
    const part = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(part, part, fc.integer({ min: 24, max: 64 }), (a, b, limit) => {
        const context = contextOf();
        assert.ok(context.name(a, limit).length <= limit);
        assert.match(context.name(a, limit), /^[A-Za-z0-9-]+$/);
        if (context.name(a) !== context.name(b)) assert.notEqual(context.name(a, limit), context.name(b, limit));
      }),
    );
  });

  it("of two stages never meet", () => {
    assert.notEqual(contextOf({ environment: "staging" }).prefix, contextOf({ environment: "production" }).prefix);
  });

  it("of the required tags win over those of the settings", () => {
    const context = contextOf({ tags: { Owner: "somebody", CostCenter: "42" } });
    assert.deepEqual(context.tags("x"), {
      Owner: "buildit",
      Project: "twig",
      Environment: "integration",
      ManagedBy: "slipway",
      CostCenter: "42",
      Name: "x",
    });
  });

  it("T14 of branches with slashes are names", () => {
    assert.equal(contextOf().name("app-twig-feature/x y"), "buildit-twig-integration-app-twig-feature-x-y");
  });
});

describe("Instance images", () => {
  it("T2 follow the processor of the instance type", () => {
    const types = {
      "t3.small": "x86_64",
      "m7g.large": "arm64",
      "c6gn.xlarge": "arm64",
      "a1.large": "arm64",
      "g4dn.xlarge": "x86_64",
      "g5g.xlarge": "arm64",
      "u-6tb1.56xlarge": "x86_64",
    };
    for (const [type, architecture] of Object.entries(types)) assert.equal(architectureOf(type), architecture, type);
    assert.match(ecsImageParameter("m7g.large"), /amazon-linux-2023\/arm64\/recommended\/image_id$/);
  });
});

describe("Certificates", () => {
  it("prove a wildcard and the name that it stands below with one record", () => {
    assert.deepEqual(validatedNames(["a.example.com", "*.a.example.com", "b.example.com"]), [
      "a.example.com",
      "b.example.com",
    ]);
  });
});
