import assert from "node:assert/strict";
import { longestGap, METRICS_NAMESPACE } from "../../../components/couchDb/alarms";
import { architectureProblem } from "../../../components/couchDb/image";
import { shrinkProblem } from "../../../components/couchDb/volume";
import taggableTypes from "../../../policy/rules/tags/taggableTypes.json";
import { GONE } from "../../support/answers";
import { Recording } from "../../support/recorder";
import { contextOf } from "../environments";
import { DATABASE, ENVIRONMENT, recordDatabase } from "./databases";

const INSTANCE = "aws:ec2/instance:Instance";
const VOLUME = "aws:ebs/volume:Volume";
const ATTACHMENT = "aws:ec2/volumeAttachment:VolumeAttachment";
const SECRET = "aws:secretsmanager/secret:Secret";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

describe("CouchDb", () => {
  let database: Recording;
  before(async () => {
    database = only(await recordDatabase());
  });

  /** The database's own resources of a stack. */
  function only({ resources }: Recording): Recording {
    return new Recording(resources.filter(({ name }) => name.startsWith(DATABASE)));
  }
  const build = async (...args: Parameters<typeof recordDatabase>) => only(await recordDatabase(...args));

  it("T6 runs the given image in a database subnet without a public address, IMDSv2 only, its root encrypted", () => {
    const { inputs } = database.one(INSTANCE);
    assert.equal(inputs.ami, "ami-00000000000000086");
    assert.equal(inputs.subnetId, "subnet-database-us-west-2a");
    assert.equal(inputs.associatePublicIpAddress, false);
    assert.equal(inputs.keyName, undefined);
    assert.deepEqual(inputs.metadataOptions, {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
    assert.equal(inputs.rootBlockDevice.encrypted, true);
  });

  it("T6 admits the application group on CouchDB's port, and nobody else", () => {
    const into = database.all(INGRESS).filter(({ inputs }) => inputs.securityGroupId === `${DATABASE}-database-id`);
    assert.deepEqual(
      into.map(({ inputs }) => [inputs.referencedSecurityGroupId, inputs.cidrIpv4, inputs.fromPort, inputs.toPort]),
      [[`${ENVIRONMENT}-application-id`, undefined, 5984, 5984]],
    );
    assert.deepEqual(database.one(INSTANCE).inputs.vpcSecurityGroupIds, [`${DATABASE}-database-id`]);
  });

  it("T6 leaves its group by HTTPS alone, and reaches the interface endpoints where there are any", async () => {
    const out = (recording: Recording) =>
      recording
        .all(EGRESS)
        .filter(({ inputs }) => inputs.securityGroupId === `${DATABASE}-database-id`)
        .map(({ inputs }) => [inputs.cidrIpv4 ?? inputs.referencedSecurityGroupId, inputs.fromPort, inputs.toPort]);
    assert.deepEqual(out(database), [
      ["0.0.0.0/0", 443, 443],
      [`${ENVIRONMENT}-endpoints-id`, 443, 443],
    ]);
    const adopted = await build(
      {},
      { network: { kind: "existing", vpcId: "vpc-4d4bec2b", subnetIds: ["subnet-d7ad4ca1", "subnet-83a890da"] } },
    );
    assert.deepEqual(out(adopted), [["0.0.0.0/0", 443, 443]]);
    assert.equal(adopted.one(INSTANCE).inputs.subnetId, "subnet-d7ad4ca1");
  });

  it("T8 keeps its data on a volume of its own, in the zone of its subnet, never as a block device of the instance", async () => {
    const { inputs } = database.one(VOLUME);
    assert.deepEqual(
      [inputs.type, inputs.size, inputs.iops, inputs.throughput, inputs.encrypted, inputs.availabilityZone],
      ["gp3", 50, 3000, 125, true, "us-west-2a"],
    );
    assert.equal(database.one(INSTANCE).inputs.ebsBlockDevices, undefined);
    const second = await build({ subnetIndex: 1, volume: { sizeGiB: 200, iops: 6000, throughputMiBps: 500 } });
    assert.equal(second.one(VOLUME).inputs.availabilityZone, "us-west-2b");
    assert.equal(second.one(INSTANCE).inputs.subnetId, "subnet-database-us-west-2b");
    assert.deepEqual([second.one(VOLUME).inputs.size, second.one(VOLUME).inputs.throughput], [200, 500]);
  });

  it("T8 replaces the instance, the new one first, when its type or its scripts change; the volume stays", () => {
    const instance = database.one(INSTANCE);
    assert.equal(instance.deleteBeforeReplace, false, "until the new one has started, the old one serves");
    assert.deepEqual(instance.replaceOnChanges, ["instanceType"]);
    assert.equal(instance.inputs.userDataReplaceOnChange, true);
    assert.deepEqual(database.one(VOLUME).replaceOnChanges, []);
  });

  it("T8 stops the instance before it takes the volume away, so that files are closed", () => {
    const attachment = database.one(ATTACHMENT);
    assert.deepEqual(
      [attachment.inputs.volumeId, attachment.inputs.instanceId, attachment.inputs.stopInstanceBeforeDetaching],
      [`${DATABASE}-data-id`, `${DATABASE}-instance-id`, true],
    );
    assert.equal(attachment.deleteBeforeReplace, true);
  });

  it("T8 protects and keeps volume, backups, secret and key outside development, and leaves a last snapshot", async () => {
    const stateful = [VOLUME, "aws:s3/bucket:Bucket", SECRET, "aws:kms/key:Key"];
    const states = (recording: Recording) =>
      stateful.flatMap((type) => recording.all(type).map((one) => [one.protect, one.retainOnDelete]));
    const context = contextOf({ stage: "staging" });
    const staging = await build({ encryption: "own" }, { context });
    assert.deepEqual(states(staging), Array(4).fill([true, true]));
    assert.equal(staging.one(VOLUME).inputs.finalSnapshot, true);
    assert.equal(staging.one(INSTANCE).inputs.disableApiTermination, true);
    assert.equal(staging.one(INSTANCE).inputs.forceDestroy, true);
    assert.deepEqual(states(database), Array(3).fill([false, false]));
    assert.equal(database.one(VOLUME).inputs.finalSnapshot, false);
    const teardown = contextOf({ stage: "staging", protectData: false });
    const released = await build({ encryption: "own" }, { context: teardown });
    assert.equal(released.one(VOLUME).inputs.finalSnapshot, true);
    const key = released.one("aws:kms/key:Key");
    assert.deepEqual([key.protect, key.retainOnDelete], [false, true], "the snapshot cannot be read without its key");
    const development = await build({ encryption: "own" });
    assert.equal(development.one("aws:kms/key:Key").retainOnDelete, false);
  });

  it("refuses to shrink the volume, at preview too, and says what to do instead", () => {
    assert.deepEqual(database.one(VOLUME).beforeUpdate, [`${DATABASE}-data-never-shrink`]);
    assert.equal(shrinkProblem("db", 50, 50), undefined);
    assert.equal(shrinkProblem("db", 50, 51), undefined);
    assert.equal(
      shrinkProblem("db", 50, 49),
      "db: a volume of 50 GiB cannot shrink to 49 GiB; leave volume.sizeGiB at 50 or more, or build a second database and restore a backup into it",
    );
  });

  it("encrypts everything with a key of its own where that is asked for", async () => {
    const own = await build({ encryption: "own" });
    const key = own.one("aws:kms/key:Key");
    assert.equal(key.inputs.enableKeyRotation, true);
    const arn = own.one(VOLUME).inputs.kmsKeyId as string;
    assert.match(arn, /kms.*couchdb-key/);
    assert.equal(own.one(SECRET).inputs.kmsKeyId, arn);
    assert.equal(own.one(INSTANCE).inputs.rootBlockDevice.kmsKeyId, arn);
    const encryption = own.one(
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    );
    assert.deepEqual(encryption.inputs.rules, [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: arn },
        bucketKeyEnabled: true,
      },
    ]);
    assert.deepEqual(database.all("aws:kms/key:Key"), []);
  });

  it("T7 keeps backups by age and kind in a private, versioned bucket that only TLS reaches", async () => {
    const { inputs } = database.one(LIFECYCLE);
    const ages = (rules: { filter: { prefix: string }; expiration?: { days: number } }[]) =>
      rules.map(({ filter, expiration }) => [filter.prefix, expiration?.days]);
    assert.deepEqual(ages(inputs.rules), [
      ["", undefined],
      ["daily/", 14],
      ["weekly/", 60],
      ["monthly/", 400],
    ]);
    assert.equal(inputs.rules[0].noncurrentVersionExpiration.noncurrentDays, 7);
    const { versioningConfiguration } = database.one("aws:s3/bucketVersioning:BucketVersioning").inputs;
    assert.equal(versioningConfiguration.status, "Enabled");
    const [statement] = database.one("aws:s3/bucketPolicy:BucketPolicy").inputs.policy.Statement;
    assert.deepEqual([statement.Effect, statement.Condition], ["Deny", { Bool: { "aws:SecureTransport": "false" } }]);
    const longer = await build({ backup: { dailyDays: 3, weeklyDays: 15, monthlyDays: 63 } });
    assert.deepEqual(
      ages(longer.one(LIFECYCLE).inputs.rules).map(([, days]) => days),
      [undefined, 3, 15, 63],
    );
  });

  it("T7 takes snapshots of its own volume and no other", () => {
    const { policyDetails } = database.one("aws:dlm/lifecyclePolicy:LifecyclePolicy").inputs;
    assert.deepEqual(policyDetails.targetTags, { Name: `${DATABASE}-data` });
    assert.equal(database.one(VOLUME).inputs.tags.Name, `${DATABASE}-data`);
    assert.deepEqual(policyDetails.schedules[0].createRule, { interval: 24, intervalUnit: "HOURS", times: "04:00" });
    assert.deepEqual(policyDetails.schedules[0].retainRule, { count: 7 });
  });

  it("T7 lets the instance write backups but delete none, and see its own secret alone", () => {
    const { policy } = database.one("aws:iam/rolePolicy:RolePolicy", "instance").inputs;
    const statements = policy.Statement as {
      Sid: string;
      Action: string | string[];
      Resource: string | string[];
      Condition?: unknown;
    }[];
    const actions = statements.flatMap(({ Action }) => Action);
    assert.ok(actions.every((action) => !action.includes("*") && !/Delete|PutBucket|PutLifecycle/.test(action)));
    const open = statements.filter(({ Resource }) => [Resource].flat().includes("*"));
    assert.deepEqual(
      open.map(({ Sid, Condition }) => [Sid, Condition]),
      [["SendMetrics", { StringEquals: { "cloudwatch:namespace": METRICS_NAMESPACE } }]],
    );
    const bucket = `arn:aws:s3:us-west-2:123456789012:${DATABASE}-backups`;
    const resources = (sid: string) => statements.find(({ Sid }) => Sid === sid)!.Resource;
    assert.deepEqual(
      resources("WriteBackups"),
      ["daily", "weekly", "monthly"].map((kind) => `${bucket}/${kind}/*`),
    );
    assert.deepEqual(resources("ReadScripts"), [`${bucket}/boot/*`]);
    assert.match(resources("KeepPassword") as string, /secretsmanager.*couchdb-admin$/);
  });

  it("reads every package from S3 whose source that is, and is told them all", async () => {
    const install = [
      { url: "s3://acme-packages/couchdb-3.5.1.rpm", sha256: "0".repeat(64) },
      { url: "https://example.com/other.rpm", sha256: "1".repeat(64) },
      { url: "s3://acme-packages/mozjs78.rpm", sha256: "2".repeat(64) },
    ];
    const recording = await build({ install });
    const { policy } = recording.one("aws:iam/rolePolicy:RolePolicy", "instance").inputs;
    const statement = policy.Statement.find(({ Sid }: { Sid: string }) => Sid === "ReadScripts");
    assert.deepEqual(statement.Resource.slice(1), [
      "arn:aws:s3:::acme-packages/couchdb-3.5.1.rpm",
      "arn:aws:s3:::acme-packages/mozjs78.rpm",
    ]);
    const packages = install.map(({ url, sha256 }) => `${sha256} ${url}`).join("\n");
    assert.ok(recording.one(INSTANCE).inputs.userData.includes(`\nPACKAGES='${packages}'\n`));
  });

  it("keeps the password out of the program: a secret without a value, user data without a password", () => {
    assert.deepEqual(database.all("aws:secretsmanager/secretVersion:SecretVersion"), []);
    assert.equal(database.one(SECRET).inputs.recoveryWindowInDays, 0);
    assert.doesNotMatch(database.one(INSTANCE).inputs.userData, /password/i);
  });

  it("fits its user data into EC2's 16 KB with room to spare, whatever the names", async () => {
    const context = contextOf({ owner: "o".repeat(13), project: "p".repeat(12), environment: "e".repeat(12) });
    const recording = await build(
      { install: [..."abc"].map((one) => ({ url: `https://${one.repeat(900)}.rpm`, sha256: "0".repeat(64) })) },
      { context },
    );
    assert.ok(Buffer.byteLength(recording.one(INSTANCE).inputs.userData as string) < 8192);
  });

  it("has a name in the VPC that follows the instance", () => {
    const zone = database.one("aws:route53/zone:Zone").inputs;
    assert.deepEqual([zone.name, zone.vpcs], [`${DATABASE}.internal`, [{ vpcId: "vpc-new", vpcRegion: "us-west-2" }]]);
    const record = database.one("aws:route53/record:Record");
    assert.deepEqual([record.inputs.type, record.inputs.ttl, record.inputs.records], ["A", 10, ["10.10.32.7"]]);
    assert.ok(record.dependencies.includes(`${DATABASE}-data`), "the record waits for the volume");
  });

  describe("alarms", () => {
    it("T4 publish to operations, every one of them", () => {
      const alarms = database.all(ALARM);
      assert.deepEqual(alarms.map(({ name }) => name.slice(DATABASE.length + 1)).sort(), [
        "backup-failed",
        "backup-missed",
        "cpu-credits",
        "disk-80",
        "disk-90",
        "disk-root",
        "drill-failed",
        "memory",
        "status-instance",
        "status-system",
        "status-volume",
        "unhealthy",
      ]);
      for (const { inputs, name } of alarms) assert.match(inputs.alarmActions[0], /:sns:.*-operations$/, name);
    });

    it("recover the instance when its machine fails, and reboot it when it hangs", () => {
      const actions = (part: string) => database.one(ALARM, part).inputs.alarmActions[1];
      assert.equal(actions("status-system"), "arn:aws:automate:us-west-2:ec2:recover");
      assert.equal(actions("status-instance"), "arn:aws:automate:us-west-2:ec2:reboot");
    });

    it("take silence as failure where silence is one", () => {
      const breaching = database.all(ALARM).filter(({ inputs }) => inputs.treatMissingData === "breaching");
      assert.deepEqual(breaching.map(({ name }) => name.slice(DATABASE.length + 1)).sort(), [
        "backup-missed",
        "disk-80",
        "disk-90",
        "disk-root",
        "memory",
        "unhealthy",
      ]);
    });

    it("T7 wait for a backup as long as the schedule's longest gap, and two hours more", async () => {
      const missed = (recording: Recording) => recording.one(ALARM, "backup-missed").inputs;
      assert.deepEqual([missed(database).period, missed(database).evaluationPeriods], [3600, 26]);
      const often = await build({ backup: { hoursUtc: [20, 2, 8] } });
      assert.equal(missed(often).evaluationPeriods, 14);
      assert.match(often.one(INSTANCE).inputs.userData, /BACKUP_SCHEDULE='\*-\*-\* 20,02,08:00:00 UTC'/);
      assert.deepEqual([longestGap([5]), longestGap([0, 1]), longestGap([23, 0, 12])], [24, 23, 12]);
    });

    it("watch CPU credits of burstable types alone, by what is charged: a new instance begins without any", async () => {
      const { inputs } = database.one(ALARM, "cpu-credits");
      assert.deepEqual(
        [inputs.metricName, inputs.comparisonOperator, inputs.threshold],
        ["CPUSurplusCreditsCharged", "GreaterThanThreshold", 0],
      );
      const steady = await build({ instanceType: "m7i.large" });
      assert.deepEqual(
        steady.all(ALARM).filter(({ name }) => name.endsWith("cpu-credits")),
        [],
      );
    });
  });

  it("refuses an image that the instance type cannot run, before anything changes", () => {
    assert.equal(architectureProblem("ami-1", "x86_64", "t3.medium"), undefined);
    assert.equal(architectureProblem("ami-1", "arm64", "m7g.large"), undefined);
    assert.equal(architectureProblem("ami-1", "", "m7g.large"), undefined);
    assert.equal(
      architectureProblem("ami-1", "x86_64", "m7g.large"),
      "ami-1 is for x86_64, and m7g.large runs arm64; give an image for arm64, or another instance type",
    );
  });

  it("keeps the instance of an image that is gone", async () => {
    const recording = await build({ amiId: GONE });
    assert.equal(recording.one(INSTANCE).inputs.ami, GONE);
  });

  it("G4 puts the required tags on whatever can have tags, and the region on whatever has one", () => {
    const own = database.resources.filter(({ type }) => type.startsWith("aws:"));
    const taggable = own.filter(({ type }) => taggableTypes.types.includes(type));
    assert.ok(taggable.length > 20);
    for (const { name, type, inputs } of taggable) {
      const { Owner, Project, Environment, ManagedBy } = (inputs.tags ?? {}) as Record<string, string>;
      assert.deepEqual(
        [Owner, Project, Environment, ManagedBy],
        ["buildit", "twig", "integration", "slipway"],
        `${type} ${name}`,
      );
    }
    assert.equal(database.one(INSTANCE).inputs.rootBlockDevice.tags.Owner, "buildit");
    for (const { name, type, inputs } of own.filter(({ type }) => !/^aws:(iam|route53)\//.test(type))) {
      assert.equal(inputs.region, "us-west-2", `${type} ${name}`);
    }
  });

  it("registers the same resources whether or not computed values are known", async () => {
    const preview = await build({ encryption: "own" }, {}, true);
    const update = await build({ encryption: "own" });
    const names = ({ resources }: Recording) =>
      resources.map(({ type, name, parent }) => `${type} ${name} ${parent}`).sort();
    assert.deepEqual(names(preview), names(update));
    assert.ok(update.one("slipway:index:CouchDb").registeredOutputs);
  });
});
