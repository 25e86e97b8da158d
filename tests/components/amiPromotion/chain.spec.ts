import assert from "node:assert/strict";
import type { DefinitionInput } from "../../../components/amiPromotion/stateMachine/input";
import type { Account } from "../../support/stepFunctions/account";
import { accountOf, INITIAL_IMAGE, inputOf, promote } from "../../support/stepFunctions/promotions";

const callsOf = (account: Account, resource: string) =>
  account.calls.filter((call) => call.resource === resource).map(({ arguments: args }) => args);

describe("Promotions beside each other", () => {
  const holder = "arn:aws:states:us-west-2:123456789012:execution:acme-qbo-uat-promotion:other";
  const hold = (account: Account) =>
    account.table.put({ Item: { id: { S: "lock" }, execution: { S: holder }, since: { S: "2026" } } });

  it("refuses a second one while the first runs, and does nothing else", async () => {
    const account = accountOf(inputOf());
    hold(account);
    account.executions.set(holder, "RUNNING");
    const { ending, states } = await promote(inputOf(), account);
    assert.deepEqual(ending, {
      status: "FAILED",
      error: "Promotion.Refused",
      cause: `another promotion of this environment is running: ${holder}`,
    });
    assert.deepEqual(states.slice(-1), ["Refused"]);
    assert.deepEqual(
      new Set(account.calls.map(({ resource }) => resource.split(":")[1])),
      new Set(["dynamodb", "sfn"]),
    );
    assert.equal(account.table.items.get("lock")!.execution!.S, holder);
  });

  it("takes over the lock of one that was aborted, timed out or forgotten", async () => {
    for (const status of ["ABORTED", "TIMED_OUT", undefined]) {
      const account = accountOf(inputOf());
      hold(account);
      if (status) account.executions.set(holder, status);
      assert.equal((await promote(inputOf(), account)).ending.status, "SUCCEEDED", status);
    }
  });

  it("leaves the review of the one that runs alone when it cannot even ask for the lock", async () => {
    const account = accountOf(inputOf());
    const review = { reviewToken: { S: "token" }, reviewScript: { S: "script" }, reviewExecution: { S: holder } };
    account.table.put({ Item: { id: { S: "state" }, ...review } });
    account.faults = [{ state: "Lock the environment", error: "DynamoDb.InternalServerErrorException" }];
    assert.equal((await promote(inputOf(), account)).ending.status, "FAILED");
    assert.deepEqual(account.table.items.get("state"), { id: { S: "state" }, ...review });
    assert.match(account.messages[0]!.Message, /failed at: Lock the environment/);
  });
});

describe("Chain of environments", () => {
  const environmentOf = (environment: string, source: string): DefinitionInput =>
    inputOf({
      environment,
      source: {
        kind: "environment",
        parameterName: `/acme/qbo/${source}/image`,
        region: "us-west-2",
        isHere: true,
      },
    });

  it("Q4 takes one image from the release box through four environments", async () => {
    const chain = [
      inputOf(),
      environmentOf("staging", "uat"),
      environmentOf("prod", "staging"),
      environmentOf("dr", "prod"),
    ];
    const account = accountOf({ ...chain[0]!, fleets: chain.flatMap(({ fleets }) => fleets) });
    for (const input of chain) account.parameters.set(input.parameters.current, INITIAL_IMAGE);
    for (const input of chain) assert.equal((await promote(input, account)).ending.status, "SUCCEEDED");
    const images = new Set(chain.flatMap(({ fleets }) => fleets.flatMap(({ group }) => account.imagesOf(group))));
    assert.deepEqual([...images], [account.parameters.get("/acme/qbo/uat/image")]);
    assert.equal(callsOf(account, "aws-sdk:ec2:createImage").length, 1);
  });

  it("Q3 makes a new image for a new release, and when told to", async () => {
    const account = accountOf(inputOf());
    account.groups.get("acme-qbo-uat-web")!.fates = ["Failed"];
    await promote(inputOf(), account);
    account.deployment = "d-2";
    await promote(inputOf(), account);
    assert.equal(callsOf(account, "aws-sdk:ec2:createImage").length, 2);
    account.groups.get("acme-qbo-uat-web")!.fates = ["Failed"];
    await promote(inputOf(), account, { newImage: true });
    await promote(inputOf(), account, { newImage: true });
    assert.equal(callsOf(account, "aws-sdk:ec2:createImage").length, 4);
  });

  it("Q3 does not use an image of a box to which a deployment came meanwhile", async () => {
    const account = accountOf(inputOf());
    const call = account.call.bind(account);
    account.call = (one) => {
      if (one.state === "Create the image") account.attempt = { DeploymentId: "d-2", Status: "InProgress" };
      return call(one);
    };
    const { ending } = await promote(inputOf(), account);
    assert.match(ending.status === "FAILED" ? ending.cause : "", /a deployment came while the box was imaged/);
    account.call = call;
    account.attempt = undefined;
    account.deployment = "d-2";
    assert.equal((await promote(inputOf(), account)).ending.status, "SUCCEEDED");
    assert.equal(callsOf(account, "aws-sdk:ec2:createImage").length, 2);
  });

  it("Q3 makes no second image of a release that was promoted, nor a second copy", async () => {
    const account = accountOf(inputOf());
    for (let i = 0; i < 2; i++) assert.equal((await promote(inputOf(), account)).ending.status, "SUCCEEDED");
    assert.equal(callsOf(account, "aws-sdk:ec2:createImage").length, 1);
    const copy = { region: "eu-west-1", isHere: false, copyKeyArn: "arn:aws:kms:us-west-2:123456789012:key/1" };
    const input = inputOf({ source: { kind: "environment", parameterName: "/acme/qbo/uat/image", ...copy } });
    const other = accountOf(input);
    for (let i = 0; i < 2; i++) await promote(input, other, { sourceImage: "ami-0000000000000000e" });
    assert.equal(callsOf(other, "aws-sdk:ec2:copyImage").length, 1);
  });

  it("Q4 copies images of another region with this environment's key, and needs to be told which", async () => {
    const copy = { region: "eu-west-1", isHere: false, copyKeyArn: "arn:aws:kms:us-west-2:123456789012:key/1" };
    const input = inputOf({ source: { kind: "environment", parameterName: "/acme/qbo/uat/image", ...copy } });
    const account = accountOf(input);
    const { ending } = await promote(input, account);
    assert.match(ending.status === "FAILED" ? ending.cause : "", /the source is in eu-west-1.*npm run promote -- uat/);
    assert.equal((await promote(input, account, { sourceImage: "ami-0000000000000000e" })).ending.status, "SUCCEEDED");
    const [args] = callsOf(account, "aws-sdk:ec2:copyImage");
    assert.deepEqual(
      [args!.SourceImageId, args!.SourceRegion, args!.Encrypted, args!.KmsKeyId],
      ["ami-0000000000000000e", "eu-west-1", true, copy.copyKeyArn],
    );
    // The same image is not copied again.
    await promote(input, account, { image: account.parameters.get("/acme/qbo/uat/image") });
    assert.equal(callsOf(account, "aws-sdk:ec2:copyImage").length, 1);
  });

  it("Q12 goes back to the image before, and leaves the database alone", async () => {
    const account = accountOf(inputOf());
    await promote(inputOf(), account);
    const image = account.parameters.get("/acme/qbo/uat/image");
    const { ending, states } = await promote(inputOf(), account, { image: INITIAL_IMAGE, rollback: true });
    assert.equal(ending.status, "SUCCEEDED");
    assert.ok(!states.some((state) => /database$|setup packages|tests/.test(state)), states.join(", "));
    assert.deepEqual(account.imagesOf("acme-qbo-uat-web"), [INITIAL_IMAGE]);
    assert.equal(account.parameters.get("/acme/qbo/uat/previous-image"), image);
  });

  it("Q4 lets other accounts use image and snapshots", async () => {
    const input = inputOf({ shareWith: ["210987654321"] });
    const account = accountOf(input);
    await promote(input, account);
    const [image] = callsOf(account, "aws-sdk:ec2:modifyImageAttribute");
    assert.deepEqual(image!.LaunchPermission, { Add: [{ UserId: "210987654321" }] });
    assert.equal(callsOf(account, "aws-sdk:ec2:modifySnapshotAttribute").length, 1);
  });

  it("prunes images beyond the number to keep, never one that is recorded or that an instance runs", async () => {
    const input = inputOf({ keepImages: 1 });
    const account = accountOf(input);
    const old = (i: number) => `ami-0000000000000010${i}`;
    for (let i = 0; i < 5; i++) {
      account.addImage(
        old(i),
        [{ Key: "PromotedBy", Value: "acme-qbo-uat" }],
        "available",
        `2025-01-0${i + 1}T00:00:00Z`,
      );
    }
    account.addImage("ami-00000000000000200", [{ Key: "PromotedBy", Value: "acme-qbo-other" }]);
    account.parameters.set("/acme/qbo/prod/image", old(0));
    account.parameters.set("/acme/qbo/prod/previous-image", old(1));
    account.runningImages.push(old(2));
    assert.equal((await promote(input, account)).ending.status, "SUCCEEDED");
    const gone = [3, 4].map(old);
    for (const id of gone) {
      assert.equal(account.images.has(id), false, id);
      assert.equal(account.snapshots.has(id.replace("ami", "snap")), false, id);
    }
    const kept = [old(0), old(1), old(2), "ami-00000000000000200", account.parameters.get("/acme/qbo/uat/image")!];
    for (const id of kept) assert.equal(account.images.has(id), true, id);
  });
});
