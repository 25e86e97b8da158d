import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { CouchDbShape, PackageArgs } from "../../../components/couchDb/args";
import { validateCouchDb } from "../../../components/couchDb/validation";
import { databaseSiteOf, type DatabaseSite } from "../../../components/environment/databaseSite";
import { CouchDb } from "../../../components/couchDb";
import { Environment } from "../../../components/environment";
import { record } from "../../support/recorder";
import { argsOf } from "../environments";

const SITE: DatabaseSite = { subnets: 2, reachesAws: true };
const SHAPE: CouchDbShape = { instanceType: "t3.medium", amiId: "ami-0123456789abcdef0" };

/** The problems of a database as `path: reason`. */
function problemsOf(changes: Partial<CouchDbShape> = {}, admitted = ["application"], site = SITE): string[] {
  return validateCouchDb({ ...SHAPE, ...changes }, admitted, site).map(({ path, reason }) => `${path}: ${reason}`);
}

describe("Arguments of CouchDb", () => {
  it("may be as few as a type and an image", () => {
    assert.deepEqual(problemsOf(), []);
  });

  const cases: [what: string, changes: Partial<CouchDbShape>, problems: string[]][] = [
    [
      "an instance type that is none",
      { instanceType: "medium" },
      ['instanceType: "medium" is not an instance type such as t3.medium'],
    ],
    [
      "an instance type on which the volume cannot be found by its id",
      { instanceType: "m4.large" },
      [
        "instanceType: m4.large is from before Nitro, and does not show which of its disks is the data volume; give a newer type such as t3.medium or m7g.large",
      ],
    ],
    ["an image that is none", { amiId: "ubuntu" }, ['amiId: "ubuntu" is not an AMI id such as ami-0123456789abcdef0']],
    [
      "a volume outside gp3's sizes",
      { volume: { sizeGiB: 16385 } },
      ["volume.sizeGiB: 16385 is out of range; gp3 allows 1–16384 GiB"],
    ],
    [
      "more operations than the size allows",
      { volume: { sizeGiB: 10, iops: 5001 } },
      ["volume.iops: 5001 is out of range; gp3 allows 3000–5000 with 10 GiB (500 for each GiB, at most 16000)"],
    ],
    [
      "more throughput than the operations allow",
      { volume: { sizeGiB: 100, throughputMiBps: 751 } },
      [
        "volume.throughputMiBps: 751 is out of range; gp3 allows 125–750 with 3000 operations per second (a quarter of them, at most 1000)",
      ],
    ],
    [
      "a retention that deletes the only backup",
      { backup: { dailyDays: 1, weeklyDays: 7, monthlyDays: 31, snapshots: 1 } },
      [
        "backup.dailyDays: 1 would delete the only backup of its kind before the next is safe; allowed is 3–36500 days",
        "backup.weeklyDays: 7 would delete the only backup of its kind before the next is safe; allowed is 15–36500 days",
        "backup.monthlyDays: 31 would delete the only backup of its kind before the next is safe; allowed is 63–36500 days",
        "backup.snapshots: 1 is out of range; 1 would delete the only snapshot while the next is made; allowed is 2–1000",
      ],
    ],
    [
      "no backup at all",
      { backup: { hoursUtc: [] } },
      [
        "backup.hoursUtc: is empty; a database without backups is not what this component builds: give an hour such as 2",
      ],
    ],
    [
      "hours that are none, or twice the same",
      { backup: { hoursUtc: [24, 2, 2] } },
      ["backup.hoursUtc[2]: 2 is listed twice", "backup.hoursUtc[0]: 24 is not an hour of the day; allowed is 0–23"],
    ],
    [
      "a package that is no package, or that anybody could have changed",
      {
        install: [
          { url: "s3://acme-packages/mozjs78.rpm", sha256: "0".repeat(64) },
          { url: "http://example.com/couchdb.rpm", sha256: "latest" },
        ],
      },
      [
        'install[1].url: "http://example.com/couchdb.rpm" is not the https:// or s3:// address of an .rpm file',
        'install[1].sha256: "latest" is not a SHA-256 checksum of 64 lower-case hexadecimal digits',
      ],
    ],
    [
      "a list of packages without any",
      { install: [] },
      ["install: is empty; name the RPM of CouchDB, or leave install out if the image has CouchDB"],
    ],
    [
      "a package twice",
      { install: Array(2).fill({ url: "s3://acme-packages/couchdb.rpm", sha256: "0".repeat(64) }) as PackageArgs[] },
      ['install[1]: "s3://acme-packages/couchdb.rpm" is listed twice'],
    ],
    [
      "a subnet that the environment does not have",
      { subnetIndex: 2 },
      ["subnetIndex: 2 is not the place of a database subnet; allowed is 0–1"],
    ],
  ];
  for (const [what, changes, problems] of cases) {
    it(`refuse ${what}`, () => assert.deepEqual(problemsOf(changes), problems));
  }

  it("tell types from before Nitro from newer ones", () => {
    const accepted = (instanceType: string) => problemsOf({ instanceType }).length === 0;
    for (const type of ["t2.micro", "m3.large", "c4.xlarge", "r4.large", "x1e.xlarge", "i3.large", "d2.xlarge"]) {
      assert.ok(!accepted(type), type);
    }
    for (const type of [
      "t3a.small",
      "t4g.small",
      "m5.large",
      "c5n.large",
      "r5b.large",
      "i3en.large",
      "i3.metal",
      "x2gd.large",
    ]) {
      assert.ok(accepted(type), type);
    }
  });

  it("T6 refuse a database that admits nobody, or somebody twice", () => {
    assert.deepEqual(problemsOf({}, []), [
      "admitted: is empty; name the security groups that may connect: without one nobody reaches the database",
    ]);
    assert.deepEqual(problemsOf({}, ["application", "application"]), ['admitted[1]: "application" is listed twice']);
  });

  it("refuse database subnets from which no AWS API can be reached", () => {
    const [problem] = problemsOf({}, ["application"], { subnets: 2, reachesAws: false });
    assert.match(problem!, /^environment: its database subnets reach no AWS API.*use endpoints "full"/);
    const { network } = argsOf();
    const reaches = (changes: object) => databaseSiteOf({ ...network, ...changes }).reachesAws;
    assert.equal(reaches({ endpoints: "s3", databaseInternetAccess: false }), false);
    assert.equal(reaches({ endpoints: "full", databaseInternetAccess: false }), true);
    assert.equal(reaches({ endpoints: "s3", databaseInternetAccess: true }), true);
  });

  it("accept every volume that gp3 accepts", () => {
    const volumes = fc.integer({ min: 1, max: 16384 }).chain((sizeGiB) =>
      fc.integer({ min: 3000, max: Math.max(3000, Math.min(16000, sizeGiB * 500)) }).chain((iops) =>
        fc.record({
          sizeGiB: fc.constant(sizeGiB),
          iops: fc.constant(iops),
          throughputMiBps: fc.integer({ min: 125, max: Math.min(1000, Math.floor(iops / 4)) }),
        }),
      ),
    );
    fc.assert(fc.property(volumes, (volume) => problemsOf({ volume }).length === 0));
  });

  it("are refused with all problems at once, before any resource of the database exists", async () => {
    const { resources } = await record(false, () => {
      const args = argsOf();
      const environment = new Environment("shared", args);
      assert.throws(
        () =>
          new CouchDb("db", { context: args.context, environment, instanceType: "big", amiId: "none", admitted: [] }),
        (error: { message: string; errors: { propertyPath: string }[] }) => {
          assert.equal(error.message, "db: invalid arguments");
          assert.deepEqual(
            error.errors.map(({ propertyPath }) => propertyPath),
            ["instanceType", "amiId", "admitted"],
          );
          return true;
        },
      );
    });
    assert.ok(resources.every(({ name }) => name.startsWith("shared")));
  });
});
