import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { ListAliasesCommand } from "@aws-sdk/client-kms";
import { ListSubscriptionsByTopicCommand, ListTopicsCommand } from "@aws-sdk/client-sns";
import { stackPaths } from "../../ops/sandbox/layout";
import { clientsFor, type Clients } from "./support/clients";
import { fixture } from "./support/fixture";
import { assertCode } from "./support/sandbox";
import { startStacks } from "./support/stacks";

const PREFIX = "acme-small-dev";
const LOG_GROUP = `${PREFIX}-ecs-exec`;

describe("a stack through changes and faults", () => {
  const { configDir, settingsFile, run, edit } = fixture("small");
  const small = (command: string, ...flags: string[]) => run(command, flags);
  let account: Clients;

  before(async () => {
    account = clientsFor((await startStacks()).port, "us-west-2");
  });

  const topics = async () =>
    (await account.sns.send(new ListTopicsCommand()))
      .Topics!.map((one) => one.TopicArn!)
      .filter((arn) => arn.includes(PREFIX));

  const retention = async () => {
    const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: LOG_GROUP });
    return (await account.logs.send(command)).logGroups!.map((one) => one.retentionInDays);
  };

  it("T18 preview shows what would be built, and builds nothing", async () => {
    const ended = await small("preview");
    assertCode(ended, 0);
    assert.match(ended.output, / {2}\+ {2}aws:sns:Topic acme-small-dev-operations/);
    assert.match(ended.output, /\d+ to create/);
    assert.deepEqual(await topics(), []);
  });

  it("Q12 A8 a resource that fails is named with its URN and the provider's message", async () => {
    await account.logs.send(new CreateLogGroupCommand({ logGroupName: LOG_GROUP }));
    const ended = await small("up", "--yes");
    assertCode(ended, 1);
    assert.match(ended.output, /failed: urn:pulumi:dev::slipway::.*LogGroup::acme-small-dev-ecs-exec/);
    assert.match(ended.output, /ResourceAlreadyExistsException/);
    assert.match(ended.notes, /put the cause right and run the command again/);
    await account.logs.send(new DeleteLogGroupCommand({ logGroupName: LOG_GROUP }));
  });

  it("Q12 up completes what a failed run began", async () => {
    const ended = await small("up", "--yes");
    assertCode(ended, 0);
    assert.match(ended.output, /\d+ created.* in /);
    assertCode(await small("preview", "--expect-no-changes"), 0);
  });

  it("a lock that a dead process left behind does not stop the next run", async () => {
    const folder = join(stackPaths("dev", configDir).backend, ".pulumi/locks/organization/slipway/dev");
    mkdirSync(folder, { recursive: true });
    // No process has this id: it is above the highest that Linux and macOS give.
    const lock = { pid: 2 ** 22 + 1, username: "somebody", hostname: "here", timestamp: new Date().toISOString() };
    writeFileSync(join(folder, "7b0a1f43-6a3c-4a55-9d0e-0c5a8a1f2b3c.json"), JSON.stringify(lock));
    assertCode(await small("refresh", "--expect-no-changes"), 0);
  });

  it("secrets that the sandbox cannot decrypt have stand-ins, which are printed nowhere", async () => {
    const operations = (await topics()).find((arn) => arn.endsWith("-operations"))!;
    const { Subscriptions } = await account.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: operations }));
    const webhook = Subscriptions!.find(({ Protocol }) => Protocol === "https")!.Endpoint!;
    assert.match(webhook, /placeholder/);
    const shown = await small("outputs");
    assertCode(shown, 0);
    for (const text of [shown.output, readFileSync(stackPaths("dev", configDir).settingsCopy, "utf8")]) {
      assert.ok(!text.includes(webhook));
    }
  });

  it("the user's folder stays as it was", () => {
    assert.deepEqual(readdirSync(configDir), ["Pulumi.dev.yaml"]);
    const original = readFileSync(join(__dirname, "fixtures/small/Pulumi.dev.yaml"), "utf8");
    assert.equal(readFileSync(settingsFile, "utf8"), original);
  });

  it("T18 T8 a change is shown before it is made, and leaves keys and topics in place", async () => {
    const keyOf = async () => {
      const { Aliases } = await account.kms.send(new ListAliasesCommand());
      return Aliases!.find((one) => one.AliasName === `alias/${PREFIX}-topics`)!.TargetKeyId;
    };
    const [key, arns] = [await keyOf(), await topics()];
    edit("slipway:logRetentionDays: 30", "slipway:logRetentionDays: 14");
    const shown = await small("preview");
    assertCode(shown, 0);
    assert.match(shown.output, / {2}~ {2}aws:cloudwatch:LogGroup acme-small-dev-ecs-exec \[retentionInDays\]/);
    assert.doesNotMatch(shown.output, /to delete|to replace/);
    assert.deepEqual(await retention(), [30]);
    assertCode(await small("up", "--yes"), 0);
    assert.deepEqual(await retention(), [14]);
    assert.deepEqual([await keyOf(), await topics()], [key, arns]);
  });

  it("a violated mandatory policy stops up before anything is changed, and is listed", async () => {
    mkdirSync(join(configDir, "policy-config"));
    const allowed = { values: { Environment: ["only-this"] }, enforcementLevel: "mandatory" };
    writeFileSync(join(configDir, "policy-config/slipway.json"), JSON.stringify({ "tags-allowed-values": allowed }));
    edit("slipway:logRetentionDays: 14", "slipway:logRetentionDays: 7");
    const ended = await small("up", "--yes");
    assertCode(ended, 1);
    assert.match(ended.output, /\[mandatory\] slipway\/tags-allowed-values {2}aws:/);
    assert.match(ended.notes, /A mandatory policy is violated/);
    assert.deepEqual(await retention(), [14]);
  });

  it("destroy without a terminal and without --yes is refused", async () => {
    assertCode(await small("destroy"), 2);
    assert.equal((await topics()).length, 2);
  });

  // Of a creation, the engine gives up the request that is under way: what it made is in no state, and an account with
  // leftovers would fail the other tests. A deletion can be repeated.
  it("T16 Q12 destroy says what holds data, and ends in order when it is interrupted", async () => {
    const ended = await run("destroy", ["--yes"], {
      onNotes: (notes, child) => {
        if (!child.killed && /^deleted aws:/m.test(notes)) child.kill("SIGTERM");
      },
    });
    assertCode(ended, 1);
    assert.match(ended.output, /hold data:[^]*aws:kms:Key acme-small-dev-topics/);
    assert.match(ended.notes, /What was done until then is in the state/);
  });

  it("T16 destroy deletes everything, also after an interruption", async () => {
    assertCode(await small("destroy", "--yes"), 0);
    assert.deepEqual(await topics(), []);
    assertCode(await small("destroy", "--yes"), 0);
    assertCode(await small("outputs"), 1);
  });
});
