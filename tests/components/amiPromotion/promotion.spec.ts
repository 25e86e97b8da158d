import assert from "node:assert/strict";
import { promotionDefinition } from "../../../components/amiPromotion/stateMachine/definition";
import type { Account } from "../../support/stepFunctions/account";
import { accountOf, INITIAL_IMAGE, inputOf, promote } from "../../support/stepFunctions/promotions";

const FLEETS = ["acme-qbo-uat-web", "acme-qbo-uat-app"];

const callsOf = (account: Account, resource: string) =>
  account.calls.filter((call) => call.resource === resource).map(({ arguments: args }) => args);

/** What must hold after every failure: old instances serve, enough of them at any time, and the next run may begin. */
function assertOldServe(account: Account): void {
  for (const name of FLEETS) {
    const group = account.groups.get(name)!;
    assert.deepEqual(account.imagesOf(name), [INITIAL_IMAGE], name);
    assert.equal(group.version, "1", name);
    assert.ok(group.fewestInService >= group.size, `${name} had ${group.fewestInService} in service`);
  }
  assert.equal(account.parameters.get("/acme/qbo/uat/image"), INITIAL_IMAGE);
  assert.equal(account.table.items.has("lock"), false, "the lock is free");
}

describe("Promotion, from start to end", () => {
  it("Q3 Q5 Q6 Q8 Q9 Q10 Q11 images the box, updates the database, replaces both fleets, verifies, records and tells", async () => {
    const input = inputOf();
    const account = accountOf(input);
    const { ending } = await promote(input, account);
    assert.equal(ending.status, "SUCCEEDED");
    const image = account.parameters.get("/acme/qbo/uat/image")!;
    assert.notEqual(image, INITIAL_IMAGE);
    assert.equal(account.parameters.get("/acme/qbo/uat/previous-image"), INITIAL_IMAGE);
    for (const name of FLEETS) {
      assert.deepEqual(account.imagesOf(name), [image]);
      const group = account.groups.get(name)!;
      assert.equal(group.version, "2");
      assert.ok(group.fewestInService >= group.size);
    }
    const steps = account.calls.map(({ resource, arguments: args }) =>
      resource === "codebuild:startBuild.sync" ? args.EnvironmentVariablesOverride[0].Value : resource.split(":").pop(),
    );
    const order = [
      "createImage",
      "database",
      "startInstanceRefresh",
      "setup-packages",
      "tests",
      "putParameter",
      "invoke",
    ];
    assert.deepEqual(
      steps.filter((step, i) => order.includes(step as string) && steps.indexOf(step) === i),
      order,
    );
    const [message] = account.messages;
    assert.equal(message!.Subject, "Promoted: uat");
    assert.match(message!.Message, new RegExp(`uat runs image ${image} on web, app\\.`));
    assert.match(message!.Message, /npm run promote -- rollback uat/);
    assert.equal(account.table.items.has("lock"), false);
  });

  it("Q3 Q7 tags image and snapshots, restarts the box for a whole image", async () => {
    const account = accountOf(inputOf());
    await promote(inputOf(), account);
    const [args] = callsOf(account, "aws-sdk:ec2:createImage");
    assert.equal(args!.NoReboot, false);
    assert.equal(args!.Name, "acme-qbo-uat-2026-01-05T08-00-00");
    assert.deepEqual(
      args!.TagSpecifications.map((one: any) => [one.ResourceType, one.Tags.map((tag: any) => tag.Key)]),
      ["image", "snapshot"].map((type) => [type, ["Owner", "PromotedBy", "Name", "Release"]]),
    );
    const release = args!.TagSpecifications[0].Tags.at(-1);
    assert.equal(release.Value, "i-0123456789abcdef0/d-1");
  });

  it("Q8 refreshes with a literal image in a numbered version, 100 % healthy, alarms and rollback", async () => {
    const refresh = {
      maxHealthyPercent: 150,
      checkpointPercents: [10, 100],
      checkpointMinutes: 5,
      bakeMinutes: 15,
      alarms: ["errors"],
    };
    const input = inputOf({ refresh });
    const account = accountOf(input);
    await promote(input, account);
    const [version] = callsOf(account, "aws-sdk:ec2:createLaunchTemplateVersion");
    assert.equal(version!.SourceVersion, "$Latest");
    assert.match(version!.LaunchTemplateData.ImageId as string, /^ami-/);
    const [start] = callsOf(account, "aws-sdk:autoscaling:startInstanceRefresh");
    assert.deepEqual(start!.DesiredConfiguration, {
      LaunchTemplate: { LaunchTemplateId: "lt-uat-web", Version: "2" },
    });
    assert.deepEqual(start!.Preferences, {
      MinHealthyPercentage: 100,
      MaxHealthyPercentage: 150,
      InstanceWarmup: 120,
      SkipMatching: true,
      AutoRollback: true,
      ScaleInProtectedInstances: "Refresh",
      StandbyInstances: "Terminate",
      AlarmSpecification: { Alarms: ["errors"] },
      CheckpointPercentages: [10, 100],
      CheckpointDelay: 300,
      BakeTime: 900,
    });
  });

  it("Q8 changes a group's own version only by its refresh: `pulumi up` meanwhile sees the old one", async () => {
    const input = inputOf();
    const account = accountOf(input);
    account.groups.get("acme-qbo-uat-web")!.fates = ["stuck"];
    const versions = new Set<string>();
    const call = account.call.bind(account);
    account.call = (one) => {
      versions.add(account.groups.get("acme-qbo-uat-web")!.version);
      return call(one);
    };
    await promote(input, account);
    assert.deepEqual([...versions], ["1"]);
  });

  it("Q11 fills the monitoring service's own shape", async () => {
    const account = accountOf(inputOf());
    await promote(inputOf(), account);
    const [args] = callsOf(account, "http:invoke");
    const image = account.parameters.get("/acme/qbo/uat/image");
    assert.deepEqual(args!.RequestBody, { name: "uat", state: `promoted ${image}` });
    assert.match(args!.Authentication.ConnectionArn as string, /:connection\//);
  });

  it("Q12 a monitoring service that does not answer is told of, and takes no good release back", async () => {
    const account = accountOf(inputOf());
    account.faults = [{ state: "Tell the monitoring service", error: "States.Http.StatusCode.503" }];
    const { ending } = await promote(inputOf(), account);
    assert.equal(ending.status, "SUCCEEDED");
    assert.match(account.messages[0]!.Message, /the monitoring service was not told: injected/);
    assert.notEqual(account.parameters.get("/acme/qbo/uat/image"), INITIAL_IMAGE);
  });

  it("retries with backoff on throttling, and asks nothing else twice that changes something", async () => {
    const account = accountOf(inputOf());
    account.faults = [{ state: "Create the image", error: "Ec2.RequestLimitExceededException", times: 3 }];
    assert.equal((await promote(inputOf(), account)).ending.status, "SUCCEEDED");
    assert.equal(callsOf(account, "aws-sdk:ec2:createImage").length, 4);
    const other = accountOf(inputOf());
    other.faults = [{ state: "Create the image", error: "Ec2.Ec2Exception", times: 1 }];
    assert.equal((await promote(inputOf(), other)).ending.status, "FAILED");
    assert.equal(callsOf(other, "aws-sdk:ec2:createImage").length, 1);
  });
});

describe("Promotion beside other runs of the commands", () => {
  it("waits while another run holds the project, for a quarter of an hour at least", async () => {
    const busy = "CodeBuild.AccountLimitExceededException";
    const account = accountOf(inputOf());
    account.faults = [{ state: "Update the database", error: busy, times: 12 }];
    const began = account.now();
    assert.equal((await promote(inputOf(), account)).ending.status, "SUCCEEDED");
    assert.ok(account.now() - began > 15 * 60_000);
  });
});

describe("Promotion that fails", () => {
  /** Steps after which nothing is taken back, or that only tell. */
  const HARMLESS =
    /^(End the review|Read its words|Record the image before|Record the promotion|Tell the|List |Deregister|Delete |Unlock|Tell of)/;

  const happy = accountOf(inputOf());
  let steps: string[] = [];
  before(async () => {
    await promote(inputOf({ commands: { ...inputOf().commands!, database: "reviewed" } }), happy);
    steps = [...new Set(happy.calls.map(({ state }) => state))].filter((state) => !HARMLESS.test(state));
  });

  for (const kind of ["fails", "does not answer"] as const) {
    it(`Q12 leaves the old servers serving whichever step ${kind}, names it, and can be run again without imaging twice`, async () => {
      assert.ok(steps.length >= 18, steps.join(", "));
      const input = inputOf({ commands: { ...inputOf().commands!, database: "reviewed" } });
      for (const state of steps) {
        const account = accountOf(input);
        account.faults = [{ state, times: 1, ...(kind === "fails" && { error: "States.TaskFailed" }) }];
        const { ending } = await promote(input, account);
        assert.equal(ending.status, "FAILED", state);
        assertOldServe(account);
        const message = account.messages.find(({ Subject }) => Subject === "Promotion failed: uat")!;
        // States of a fleet are told by the step that they belong to.
        const step = account.table.items.get("state")!.failedStep!.S;
        assert.ok(step === state || step === "Replace the fleets", `${state}: ${step}`);
        assert.match(message.Message, new RegExp(`failed at: ${step}`));
        account.faults = [];
        const again = await promote(input, account);
        assert.equal(again.ending.status, "SUCCEEDED", state);
        const images = account.calls.filter((call) => call.state === "Create the image").length;
        const made = ["Create the image", "Look for the release again", "Remember the image"].includes(state) ? 2 : 1;
        assert.equal(images, made, `${state}: ${images} images`);
      }
    }).timeout(60_000);
  }

  for (const [fate, reason] of [
    ["RollbackSuccessful", "RollbackSuccessful: alarm"],
    ["Failed", "Failed: instances are unhealthy"],
    ["stuck", "the refresh is at"],
  ] as const) {
    it(`Q12 G3 brings both fleets back when the second one's refresh ends ${fate}`, async () => {
      const account = accountOf(inputOf());
      account.groups.get("acme-qbo-uat-app")!.fates = [fate];
      const { ending } = await promote(inputOf(), account);
      assert.equal(ending.status, "FAILED");
      assertOldServe(account);
      const [message] = account.messages;
      assert.match(message!.Message, new RegExp(`fleet app: .*${reason}`));
      assert.match(message!.Message, /Old servers: they serve again/);
    });
  }

  it("Q12 says loudly when a fleet cannot be brought back", async () => {
    const account = accountOf(inputOf());
    account.groups.get("acme-qbo-uat-web")!.fates = ["Failed", "Failed"];
    const { ending } = await promote(inputOf(), account);
    assert.equal(ending.status, "FAILED");
    assert.match(
      account.messages[0]!.Message,
      /NOT ALL ARE BACK, LOOK AT ONCE: failed: acme-qbo-uat-web could not be brought back/,
    );
    assert.equal(account.table.items.has("lock"), false);
  });

  it("Q12 brings the other fleets back although one cannot be", async () => {
    const account = accountOf(inputOf());
    const [web, app] = FLEETS.map((name) => account.groups.get(name)!);
    web!.fates = ["Successful", "Failed"];
    app!.fates = ["Failed"];
    await promote(inputOf(), account);
    assert.match(account.messages[0]!.Message, /failed: acme-qbo-uat-web could not be brought back: Failed/);
    assert.doesNotMatch(account.messages[0]!.Message, /acme-qbo-uat-app/);
    assert.deepEqual(account.imagesOf(app!.name), [INITIAL_IMAGE]);
  });

  it("Q12 gives up a rollback that never ends, and says so before the execution's own time is over", async () => {
    const account = accountOf(inputOf());
    account.groups.get("acme-qbo-uat-web")!.fates = ["rollback stuck"];
    const began = account.now();
    const { ending } = await promote(inputOf(), account);
    assert.equal(ending.status === "FAILED" && ending.error, "Promotion.Timeout");
    assert.ok(account.now() - began < promotionDefinition(inputOf()).TimeoutSeconds * 1000);
    assert.match(account.messages[0]!.Message, /acme-qbo-uat-web is not back after 120 minutes: RollbackInProgress/);
    assert.equal(account.table.items.has("lock"), false);
  });

  it("Q12 looks so seldom that the history of the longest promotion has room for every look", async () => {
    const timeouts = { ...inputOf().timeouts, image: 1440, refresh: 2880 };
    const input = inputOf({ timeouts });
    const account = accountOf(input);
    account.imageLooks = Infinity;
    const began = account.now();
    const { states } = await promote(input, account);
    assert.ok(account.now() - began >= 1440 * 60_000);
    const looks = states.filter((state) => state === "Look at the image").length;
    const allLooks = looks * ((1440 + 2 * 2 * 2880) / 1440);
    assert.ok(9 * allLooks < 21_000, `${9 * allLooks} events`);
  });

  for (const Status of ["InProgress", "Failed"]) {
    it(`Q3 Q12 images no box whose last deployment is ${Status}`, async () => {
      const account = accountOf(inputOf());
      account.attempt = { DeploymentId: "d-2", Status };
      const { ending } = await promote(inputOf(), account);
      assert.equal(
        ending.status === "FAILED" && ending.cause,
        `Look for the deployed release: deployment d-2 is ${Status}: wait for it or deploy again, or give an image by --ami`,
      );
      assert.equal(callsOf(account, "aws-sdk:ec2:createImage").length, 0);
      assertOldServe(account);
    });
  }

  it("Q12 gives no command up before CodeBuild has ended it", async () => {
    const account = accountOf(inputOf());
    await promote(inputOf(), account);
    const { States } = promotionDefinition(inputOf());
    for (const { state, arguments: args } of account.calls.filter(({ resource }) =>
      resource.startsWith("codebuild:"),
    )) {
      const { TimeoutInMinutesOverride: build, QueuedTimeoutInMinutesOverride: queued } = args;
      assert.ok((States[state]!.TimeoutSeconds as number) > (build + queued) * 60, state);
    }
  });

  it("Q9 Q10 tells what the failed command said last instead of where its log is", async () => {
    const account = accountOf(inputOf());
    account.faults = [{ state: "Run the regression tests", error: "States.TaskFailed" }];
    account.objects.set("runs/run-1/tests.txt", "2 of 40 tests failed: login, search");
    await promote(inputOf(), account);
    assert.match(account.messages[0]!.Message, /2 of 40 tests failed: login, search/);
    assertOldServe(account);
  });

  it("Q12 gives up an image that is never available", async () => {
    const account = accountOf(inputOf());
    account.imageLooks = Infinity;
    const { ending } = await promote(inputOf(), account);
    assert.deepEqual(ending, {
      status: "FAILED",
      error: "Promotion.Timeout",
      cause: "Wait for the image: ami-00000000000000002 is not available after 60 minutes",
    });
    assertOldServe(account);
  });
});

describe("Review of the database script", () => {
  it("Q5 writes the script, asks with the exact command, waits, and applies what was approved", async () => {
    const account = accountOf(inputOf());
    const { ending } = await promote(inputOf(), account, { reviewDatabase: true });
    assert.equal(ending.status, "SUCCEEDED");
    const { Subject, Message } = account.messages[0]!;
    assert.equal(Subject, "Review: database of uat");
    assert.match(Message, /aws s3 cp s3:\/\/acme-qbo-uat-commands-1a2b3c4\/runs\/run-1\/database\.sql -/);
    assert.match(Message, /npm run promote -- approve uat/);
    const builds = callsOf(account, "codebuild:startBuild.sync").map(({ EnvironmentVariablesOverride: all }) =>
      Object.fromEntries(all.map(({ Name, Value }: any) => [Name, Value])),
    );
    assert.deepEqual(builds.slice(0, 2), [
      { STEPS: "database-script", RUN: "run-1" },
      { STEPS: "database", RUN: "run-1", SCRIPT_KEY: "runs/run-1/database.sql" },
    ]);
  });

  it("Q5 updates without a review unless one is asked for", async () => {
    const account = accountOf(inputOf());
    const { states } = await promote(inputOf(), account);
    assert.ok(states.includes("Update the database"));
    assert.ok(!states.includes("Wait for the review"));
  });

  it("Q5 Q12 a rejection stops the promotion without a change, with the reason", async () => {
    const account = accountOf(inputOf());
    account.review = { error: "Promotion.Rejected", cause: "drops a column" };
    const { ending, states } = await promote(inputOf(), account, { reviewDatabase: true });
    assert.deepEqual(ending, {
      status: "FAILED",
      error: "Promotion.Rejected",
      cause: "Wait for the review: drops a column",
    });
    assert.ok(!states.some((state) => state.startsWith("Update the database")));
    assert.match(account.messages[1]!.Message, /they were not touched and serve/);
    assertOldServe(account);
  });

  it("Q5 Q12 no word in time stops the promotion without a change", async () => {
    const account = accountOf(inputOf());
    account.review = "none";
    const began = account.now();
    const { ending, states } = await promote(inputOf(), account, { reviewDatabase: true });
    assert.equal(ending.status === "FAILED" && ending.error, "States.Timeout");
    assert.ok(account.now() - began >= 1440 * 60_000);
    assert.ok(!states.some((state) => state.startsWith("Update the database")));
    assertOldServe(account);
  });
});
