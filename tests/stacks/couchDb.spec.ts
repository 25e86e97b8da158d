import assert from "node:assert/strict";
import { problemsOf, resolve } from "./settingsOf";

type Raw = Record<string, unknown>;

const REACHABLE = {
  "slipway:network": {
    kind: "new",
    cidr: "10.10.0.0/16",
    zones: ["us-west-2a", "us-west-2b"],
    natGateways: "single",
    databaseInternetAccess: true,
  },
};

const couchDb = (changes: Raw = {}): Raw => ({
  ...REACHABLE,
  "slipway:couchDb": {
    instanceType: "t3.medium",
    amiId: "ami-0123456789abcdef0",
    admit: ["application"],
    ...changes,
  },
});

const SERVICE = {
  name: "web",
  containers: [{ name: "web", image: "registry.example.com/app:1.0.0", ports: [8080] }],
  cpu: 256,
  memoryMiB: 512,
};

describe("Settings of a database", () => {
  it("T6 need a type, an image and who may connect; the rest has defaults", () => {
    const { settings } = resolve(couchDb());
    assert.deepEqual(settings.couchDb, {
      instanceType: "t3.medium",
      amiId: "ami-0123456789abcdef0",
      admit: ["application"],
      subnetIndex: 0,
      volume: { sizeGiB: 50, iops: 3000, throughputMiBps: 125 },
      encryption: "aws",
      backup: { hoursUtc: [2], dailyDays: 14, weeklyDays: 60, monthlyDays: 400, snapshotHours: 24, snapshots: 7 },
    });
  });

  it("T6 admit services of the stack by name", () => {
    assert.deepEqual(problemsOf({ ...couchDb({ admit: ["web"] }), "slipway:services": [SERVICE] }), []);
    assert.deepEqual(problemsOf({ ...couchDb({ admit: ["wep"] }), "slipway:services": [SERVICE] }), [
      'couchDb.admit[0]: "wep" is not a service of this stack; did you mean "web"?',
    ]);
    assert.deepEqual(problemsOf(couchDb({ admit: ["elsewhere"] })), [
      'couchDb.admit[0]: "elsewhere" is not a service of this stack; allowed are application',
    ]);
  });

  it("report what the component refuses under the settings' own names, all at once", () => {
    const wrong = couchDb({ admit: [], subnetIndex: 7, volume: { sizeGiB: 0 }, backup: { dailyDays: 1 } });
    assert.deepEqual(problemsOf(wrong), [
      "couchDb.admit: is empty; name the security groups that may connect: without one nobody reaches the database",
      "couchDb.subnetIndex: 7 is not the place of a database subnet; allowed is 0–1",
      "couchDb.volume.sizeGiB: 0 is out of range; gp3 allows 1–16384 GiB",
      "couchDb.backup.dailyDays: 1 would delete the only backup of its kind before the next is safe; allowed is 3–36500 days",
    ]);
  });

  it("refuse a network whose database subnets reach no AWS API", () => {
    const { network } = { network: { ...REACHABLE["slipway:network"], databaseInternetAccess: false } };
    const [problem, ...others] = problemsOf({ ...couchDb(), "slipway:network": network });
    assert.match(problem!, /^network: its database subnets reach no AWS API/);
    assert.deepEqual(others, []);
  });
});
