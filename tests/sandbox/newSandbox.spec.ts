import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateTopicCommand, PublishCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { requireTools } from "../../ops/sandbox/tools";
import { clientsFor } from "./support/clients";
import { fixture } from "./support/fixture";
import { assertCode, sandbox } from "./support/sandbox";

describe("a new sandbox, and one whose emulator is gone", () => {
  // One of its own: the others must go on.
  const env = { SLIPWAY_SANDBOX: "sandbox-test-lost" };
  const { run } = fixture("small");
  const small = (command: string, ...flags: string[]) => run(command, flags, { env });

  const emulator = () =>
    JSON.parse(readFileSync(`.slipway/${env.SLIPWAY_SANDBOX}/emulator.json`, "utf8")) as { pid: number; port: number };

  before(async () => {
    await requireTools();
    await sandbox(["stop"], { env });
  });
  after(() => sandbox(["stop"], { env }));

  it("A1 first makes what the stack expects in its account, with the ids of the settings, and says so", async () => {
    const up = await small("up", "--yes", "--skip-preview");
    assertCode(up, 0);
    for (const id of ["VPC vpc-0a1b2c3d", "subnet subnet-0a1b2c3d", "subnet subnet-1a2b3c4d"]) {
      assert.ok(up.notes.includes(`made, as the stack expects it: ${id} `), up.notes);
    }
  });

  it("delivers nothing beyond this machine, not even messages to subscriptions", async () => {
    const { sns } = clientsFor(emulator().port, "us-west-2");
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "elsewhere" }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "https", Endpoint: "https://example.com/hook" }));
    await assert.rejects(sns.send(new PublishCommand({ TopicArn, Message: "anybody there?" })));
    const log = readFileSync(`.slipway/${env.SLIPWAY_SANDBOX}/emulator.log`, "utf8");
    assert.match(log, /the sandbox does not connect to example\.com/);
  });

  it("answers in one piece: of an answer in two, a busy client may lose the second", async () => {
    const pieces = await new Promise<string[]>((done) => {
      const received: string[] = [];
      connect(emulator().port, "127.0.0.1")
        .on("data", (piece) => received.push(piece.toString()))
        .on("close", () => done(received))
        .write("GET /moto-api/slipway/instance HTTP/1.1\r\nhost: emulator\r\n\r\n");
    });
    assert.equal(pieces.length, 1);
    assert.match(pieces[0]!, /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n[\w-]+$/);
  });

  it("carries a request out once, also when the connection was lost and the SDK sends it again", async () => {
    const create = async (attempt: number, invocation: string) => {
      const response = await fetch(`http://127.0.0.1:${emulator().port}/`, {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/us-west-2/ec2/aws4_request",
          "amz-sdk-invocation-id": invocation,
          "amz-sdk-request": `attempt=${attempt}; max=2`,
        },
        body: "Action=CreateVpc&Version=2016-11-15&CidrBlock=10.0.0.0%2F16",
      });
      return /<vpcId>(.+?)</.exec(await response.text())?.[1];
    };
    const first = await create(1, "one");
    assert.match(first!, /^vpc-/);
    assert.equal(await create(2, "one"), first);
    assert.notEqual(await create(1, "another"), first);
    assert.match((await create(2, "never answered"))!, /^vpc-/);
  });

  it("says that nothing is left of the stack, and builds it anew", async () => {
    const { pid } = JSON.parse(readFileSync(`.slipway/${env.SLIPWAY_SANDBOX}/emulator.json`, "utf8")) as {
      pid: number;
    };
    process.kill(pid);
    await sleep(500);

    const outputs = await small("outputs");
    assertCode(outputs, 1);
    assert.match(outputs.notes, /account in which this stack was built is gone/);
    assert.match(outputs.notes, /is not built in the sandbox; build it: npm run sandbox -- up dev/);

    const up = await small("up", "--yes", "--skip-preview");
    assertCode(up, 0);
    assert.match(up.output, /^\d+ created in/m);
  });
});
