import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { setImmediate } from "node:timers/promises";
import { approve, reject, rollBack, start, status } from "../../ops/promote/commands";
import { follow } from "../../ops/promote/follow";
import { targetOf, type Target } from "../../ops/promote/target";
import { EmulatedPromotion } from "../support/stepFunctions/emulatedPromotion";
import { accountOf, INITIAL_IMAGE, inputOf } from "../support/stepFunctions/promotions";

const TARGET: Target = {
  ...targetOf("uat", "examples/qbo3"),
  groups: ["acme-qbo-uat-web", "acme-qbo-uat-app"],
  imageParameter: "/acme/qbo/uat/image",
  previousImageParameter: "/acme/qbo/uat/previous-image",
};

/** A promotion that runs, and the lines that following it prints. */
function promotion() {
  const input = inputOf();
  const account = new EmulatedPromotion(input, accountOf(input));
  const lines: string[] = [];
  let isStopped = false;
  const followed = (arn: string) =>
    follow(account, arn, {
      print: (line) => lines.push(line),
      pause: () => setImmediate(),
      isStopped: () => isStopped,
    });
  return { account, lines, followed, stop: () => (isStopped = true) };
}

async function until(condition: () => Promise<unknown>): Promise<void> {
  while (!(await condition())) await setImmediate();
}

describe("npm run promote", () => {
  it("Q3 Q8 follows a promotion to its end: steps as they begin, fleets while they change", async () => {
    const { account, lines, followed } = promotion();
    assert.equal(await followed(await start(TARGET, account, {})), true);
    const steps = lines.filter((line) => !line.startsWith(" "));
    for (const step of ["Create the image", "Update the database", "Replace the fleets", "Run the regression tests"]) {
      assert.equal(steps.filter((line) => line === step).length, 1, step);
    }
    assert.ok(steps.indexOf("Create the image") < steps.indexOf("Record the image"));
    assert.ok(
      !steps.some((line) => /^(Is|Wait for the refresh|Begin)/.test(line) && line !== "Wait for the image"),
      steps.join(),
    );
    assert.equal(lines.filter((line) => line.includes("acme-qbo-uat-web: version 2, 3 in service")).length > 0, true);
  });

  it("Q12 fails with the step and the cause", async () => {
    const { account, followed } = promotion();
    account.world.faults = [{ state: "Run the setup packages", error: "States.TaskFailed" }];
    const arn = await start(TARGET, account, {});
    await assert.rejects(followed(arn), /^Error: the promotion failed: Run the setup packages: injected into/);
    assert.equal((await status(TARGET, account))[1], "  the last promotion failed at: Run the setup packages");
  });

  it("Q5 approves and rejects the script that waits, and nothing when none does", async () => {
    for (const [word, ending] of [
      [(account: EmulatedPromotion) => approve(TARGET, account), "SUCCEEDED"],
      [(account: EmulatedPromotion) => reject(TARGET, account, "drops a column"), "FAILED"],
    ] as const) {
      const { account } = promotion();
      await assert.rejects(word(account), /no database script of stack "uat" waits/);
      const arn = await start(TARGET, account, { reviewDatabase: true });
      await until(async () => (await account.record()).review);
      assert.match((await status(TARGET, account)).join("\n"), /waits for a review: runs\/run-1\/database\.sql/);
      assert.match(await word(account), /runs\/run-1\/database\.sql/);
      await until(async () => (await account.execution(arn)).status !== "RUNNING");
      assert.equal((await account.execution(arn)).status, ending);
      assert.equal((await account.record()).review, undefined);
    }
  });

  it("Q5 a review ends with its answer, and with its promotion", async () => {
    const { account } = promotion();
    const arn = await start(TARGET, account, { reviewDatabase: true });
    await until(async () => (await account.record()).review);
    const left = structuredClone(account.world.table.items.get("state")!);
    account.world.faults = [{ state: "Update the database as reviewed", error: "States.TaskFailed" }];
    await approve(TARGET, account);
    await until(() => Promise.resolve(account.world.states.includes("Update the database as reviewed")));
    assert.equal((await account.record()).review, undefined);
    await until(async () => (await account.execution(arn)).status !== "RUNNING");
    // An execution that is stopped by hand leaves its token.
    account.world.table.items.set("state", left);
    await assert.rejects(approve(TARGET, account), /no database script of stack "uat" waits/);
    assert.doesNotMatch((await status(TARGET, account)).join("\n"), /waits for a review/);
  });

  it("follows on after looks that failed, and says that the promotion goes on when none succeeds", async () => {
    const { account, lines, followed } = promotion();
    const arn = await start(TARGET, account, {});
    const look = account.execution.bind(account);
    let failures = 3;
    account.execution = (one) => (failures-- > 0 ? Promise.reject(new Error("ECONNRESET")) : look(one));
    assert.equal(await followed(arn), true);
    failures = Infinity;
    assert.equal(await followed(arn), false);
    assert.match(lines.at(-1)!, /^cannot look at it any more: ECONNRESET$/);
  });

  it("an interrupt ends the following, not the promotion", async () => {
    const { account, followed, stop } = promotion();
    const arn = await start(TARGET, account, {});
    stop();
    assert.equal(await followed(arn), false);
    await until(async () => (await account.execution(arn)).status !== "RUNNING");
    assert.equal((await account.execution(arn)).status, "SUCCEEDED");
  });

  it("Q12 rolls back to the image before, and says when there is none", async () => {
    const { account, followed } = promotion();
    await assert.rejects(rollBack(TARGET, account), /has no image before ami-00000000000000001 to go back to/);
    await followed(await start(TARGET, account, {}));
    await followed(await rollBack(TARGET, account));
    assert.deepEqual(account.inputs[1], { image: INITIAL_IMAGE, rollback: true });
    assert.deepEqual(account.world.imagesOf("acme-qbo-uat-web"), [INITIAL_IMAGE]);
  });

  it("shows image, template version, instances and the last promotions", async () => {
    const { account, followed } = promotion();
    await followed(await start(TARGET, account, {}));
    const image = account.world.parameters.get("/acme/qbo/uat/image");
    const [head, at, web, app, run] = await status(TARGET, account);
    assert.equal(head, `uat: image ${image}, before ${INITIAL_IMAGE}`);
    assert.match(at!, /^ {2}promoted 20\d\d-\d\d-\d\d \d\d:\d\d UTC$/);
    assert.equal(web, "  acme-qbo-uat-web: version 2, 3 in service; last refresh Successful, 100 %");
    assert.equal(app, "  acme-qbo-uat-app: version 2, 2 in service; last refresh Successful, 100 %");
    assert.match(run!, /^ {2}run-1: SUCCEEDED, 2026-01-05 08:00 UTC, \d+ min$/);
  });

  it("Q4 looks the source's image up where the state machine cannot", async () => {
    const { account } = promotion();
    const target = { ...TARGET, sourceElsewhere: { region: "eu-west-1", parameter: "/acme/qbo/dev/image" } };
    await assert.rejects(start(target, account, {}), /there is no image \/acme\/qbo\/dev\/image in eu-west-1/);
    account.world.parameters.set("/acme/qbo/dev/image", "ami-0000000000000000e");
    await start(target, account, {});
    assert.deepEqual(account.inputs, [{ sourceImage: "ami-0000000000000000e" }]);
  });

  it("Q4 has an image of another account copied where the stack copies, and its own used as it is", async () => {
    const { account } = promotion();
    const target = { ...TARGET, copies: true };
    await start(target, account, { ami: "ami-0000000000000000e" });
    await start(target, account, { ami: INITIAL_IMAGE });
    await start(TARGET, account, { ami: "ami-0000000000000000e" });
    assert.deepEqual(account.inputs, [
      { sourceImage: "ami-0000000000000000e" },
      { image: INITIAL_IMAGE },
      { image: "ami-0000000000000000e" },
    ]);
  });

  it("finds everything by the settings alone", () => {
    assert.deepEqual(targetOf("prod", "examples/qbo3"), {
      stack: "prod",
      region: "us-west-2",
      stateMachine: "quandis-qbo-prod-promotion",
      table: "quandis-qbo-prod-promotion",
      groups: ["quandis-qbo-prod-web", "quandis-qbo-prod-app"],
      imageParameter: "/quandis/qbo/prod/image",
      previousImageParameter: "/quandis/qbo/prod/previous-image",
      copies: false,
      isReviewable: true,
    });
  });

  describe("on the command line", () => {
    const run = (...args: string[]): Promise<{ code: number; output: string }> =>
      new Promise((resolve) => {
        const child = execFile(
          process.execPath,
          ["-r", "tsx/cjs", "ops/promote/cli.ts", ...args],
          (_error, stdout, stderr) => resolve({ code: child.exitCode ?? 1, output: stdout + stderr }),
        );
      });

    it("says what it does, and ends with 2 where it is used wrongly", async () => {
      const [help, incomplete, none] = await Promise.all([
        run("--help"),
        run("reject", "uat", "--config-dir", "examples/qbo3"),
        run("dev", "--config-dir", "examples/qbo3"),
      ]);
      assert.equal(help.code, 0);
      for (const command of ["run", "rollback", "approve", "reject", "status"]) {
        assert.match(help.output, new RegExp(command));
      }
      assert.equal(incomplete.code, 2);
      assert.deepEqual(
        [none.code, none.output],
        [2, 'error: stack "dev" has no promotion: give it slipway:promotion\n'],
      );
    }).timeout(60_000);
  });
});
