import assert from "node:assert/strict";
import type { Sibling } from "../../stacks/settings/crossStack";
import { checkPromotions } from "../../stacks/settings/promotions";
import { hostOf } from "../../components/environment/host";
import { environmentArgs } from "../../stacks/environmentArgs";
import { prerequisitesOf } from "../../stacks/prerequisites";
import { stackOf } from "./stackOf";
import { problemsOf } from "./settingsOf";

type Promotion = NonNullable<ReturnType<typeof stackOf>["settings"]["promotion"]>;

const UAT = stackOf("examples/qbo3", "uat");
const PROMOTION = UAT.settings.promotion!;
const BOX = stackOf("examples/qbo3", "dev").settings.releaseBox!;
const DEV: Sibling = { stack: "dev", region: "us-west-2", releases: { kind: "releaseBox" } };

/** Problems of uat's promotion with something changed. */
function problems(changes: Partial<Promotion>, siblings: Sibling[] = [DEV], hasToken = true): string[] {
  const { settings, context } = UAT;
  const host = hostOf({ context, ...environmentArgs(settings, []) });
  const promotion = { ...PROMOTION, ...changes };
  return checkPromotions({ promotion, services: [], hasToken }, context, host, siblings).map(
    ({ path, reason }) => `${path}: ${reason}`,
  );
}

describe("Settings of promotions", () => {
  it("Q4 are right in the example, from the release box to production", () => {
    assert.deepEqual(problems({}), []);
    const chain = ["uat", "prod"].map((stack) => stackOf("examples/qbo3", stack).settings.promotion!.source.stack);
    assert.deepEqual(chain, ["dev", "uat"]);
  });

  it("Q5 Q9 Q10 review every database script of production, run setup packages and tests", () => {
    const { commands, refresh } = stackOf("examples/qbo3", "prod").settings.promotion!;
    assert.equal(commands!.database!.review, true);
    assert.equal(commands!.setupPackages!.paths.length, 2);
    assert.deepEqual(refresh.checkpointPercents, [10, 50, 100]);
  });

  it("name components' problems by their place in the settings", () => {
    const [web, app] = PROMOTION.fleets;
    assert.deepEqual(problems({ fleets: [web!, { ...app!, name: "web" }], shareWith: ["uat"] }), [
      'promotion.fleets[1].name: "web" is taken by fleets[0]',
      'promotion.shareWith[0]: "uat" is not an account id of 12 digits',
    ]);
  });

  for (const [what, stack, siblings, expected] of [
    ["this stack itself", "uat", [DEV], '"uat" is this stack itself'],
    ["a slip", "dve", [DEV], 'there is no stack "dve" with a release box or fleets; did you mean "dev"?'],
    ["nothing", "dev", [], 'there is no stack "dev" with a release box or fleets; there is none'],
    [
      "a stack without images",
      "dev",
      [{ stack: "dev" }],
      'stack "dev" has neither a release box nor a promotion to take images from',
    ],
    [
      "a circle",
      "prod",
      [{ stack: "prod", region: "us-west-2", releases: { kind: "environment", from: "uat" } }],
      "stacks promote in a circle: uat <- prod <- uat; begin with a release box",
    ],
    [
      "a release box elsewhere",
      "dev",
      [{ ...DEV, region: "eu-west-1" }],
      'release box of "dev" is in eu-west-1; it is imaged there: promote to a stack of that region first',
    ],
  ] as [string, string, Sibling[], string][]) {
    it(`Q4 refuse as a source ${what}`, () => {
      const source = { ...PROMOTION.source, stack };
      assert.deepEqual(problems({ source }, siblings), [`promotion.source.stack: ${expected}`]);
    });
  }

  it("Q4 copy nothing of a release box, which is imaged with a key of its own", () => {
    assert.deepEqual(problems({ source: { ...PROMOTION.source, copy: true } }, [DEV]), [
      'promotion.source.copy: "dev" has a release box; its images are made here, none is copied',
    ]);
  });

  it("Q11 need the monitoring service's token as a secret", () => {
    const expected = "monitoringToken: is missing; set it with: pulumi config set --secret slipway:monitoringToken";
    assert.deepEqual(problems({}, [DEV], false), [expected]);
    assert.deepEqual(problemsOf({ "slipway:monitoringToken": "hush" }), [
      "monitoringToken: stands in clear text; set it again with: pulumi config set --secret slipway:monitoringToken",
    ]);
  });

  it("need files that exist", () => {
    const [web] = PROMOTION.fleets;
    assert.deepEqual(problems({ fleets: [{ ...web!, userDataFile: "web.ps1" }] }), [
      'promotion.fleets[0].userDataFile: there is no file "web.ps1"; give one from the project\'s root',
    ]);
  });

  it("keep priorities and names apart from those of services", () => {
    const { settings, context } = UAT;
    const host = hostOf({ context, ...environmentArgs(settings, []) });
    const service = stackOf("examples/twig", "integration").settings.services[0]!;
    const services = [{ ...service, name: "web", route: { ...service.route!, priority: 100 } }];
    const found = checkPromotions({ promotion: PROMOTION, services, hasToken: true }, context, host, [DEV]);
    assert.deepEqual(
      found.map(({ path, reason }) => `${path}: ${reason}`),
      [
        'promotion.fleets[0].route.priority: 100 is taken by service "web"; priorities are unique per load balancer',
        'promotion.fleets[0].name: "web" is the name of a service; use another',
      ],
    );
  });

  it("put the release box into a stack of its own", () => {
    const { settings, context } = UAT;
    const host = hostOf({ context, ...environmentArgs(settings, []) });
    const both = { releaseBox: BOX, promotion: PROMOTION, services: [], hasToken: true };
    assert.deepEqual(
      checkPromotions(both, context, host, [DEV]).map(({ path }) => path),
      ["promotion"],
    );
  });

  it("Q8 tell what has to be in the account before: the images", () => {
    const image = { region: "us-west-2", architecture: "x86_64" };
    assert.deepEqual(prerequisitesOf(UAT.settings).images, [{ ...image, id: PROMOTION.initialImageId }]);
    assert.deepEqual(prerequisitesOf(stackOf("examples/qbo3", "dev").settings).images, [{ ...image, id: BOX.imageId }]);
  });
});
