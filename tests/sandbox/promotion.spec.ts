import assert from "node:assert/strict";
import type { PromotionRun } from "./support/promotionRun";
import { assertCode } from "./support/sandbox";
import { startStacks } from "./support/stacks";

describe("a promotion in the emulated account", () => {
  let run: PromotionRun;
  before(async () => {
    run = await (await startStacks()).promotion;
  });

  it("Q3 Q8 runs the deployed state machine by `promote`: the box's image, new template versions, both groups, the record", () => {
    assertCode(run.promoted, 0);
    assert.match(run.promoted.output, /\nCreate the image\n[^]*\nReplace the fleets\n[^]*\npromoted uat\n$/);
    const [before, after] = run.images;
    assert.notEqual(after, before);
    assert.deepEqual(run.versions, ["2", "2"]);
  });

  it("Q8 `pulumi up` after it neither takes it back nor starts another", () => assertCode(run.preview, 0));

  it("shows the image, the template versions and the last promotion", () => {
    assertCode(run.status, 0);
    const [before, after] = run.images;
    assert.match(run.status.output, new RegExp(`^uat: image ${after}, before ${before}\n`));
    assert.match(run.status.output, /quandis-qbo-uat-web: version 2, \d+ in service.*; last refresh Successful, 100 %/);
    assert.match(run.status.output, /\n {2}promote-\S+: SUCCEEDED/);
  });

  it("Q12 goes back to the image before", () => {
    assertCode(run.returned, 0);
    assert.equal(run.images[2], run.images[0]);
  });
});
