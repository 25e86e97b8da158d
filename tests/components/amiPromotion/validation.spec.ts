import assert from "node:assert/strict";
import type { AmiPromotionArgs } from "../../../components/amiPromotion/args";
import type { CommandsArgs } from "../../../components/amiPromotion/commandsArgs";
import type { FleetArgs, FleetRouteArgs } from "../../../components/amiPromotion/fleetArgs";
import { validatePromotion } from "../../../components/amiPromotion/validation";
import { validateReleaseBox } from "../../../components/amiPromotion/validation/releaseBox";
import { record } from "../../support/recorder";
import { buildPromotion, promotionArgs, qboContext } from "./promotionArgs";

const [WEB, APP] = promotionArgs().fleets as [FleetArgs, FleetArgs];

const problems = (changes: Partial<AmiPromotionArgs>, hasLoadBalancer = true): string[] =>
  validatePromotion(promotionArgs(changes), { hasLoadBalancer }).map(({ path, reason }) => `${path}: ${reason}`);

const ofFleet = (changes: Partial<FleetArgs>): string[] => problems({ fleets: [{ ...WEB, ...changes }] });
const ofRoute = (changes: Partial<FleetRouteArgs>): string[] => ofFleet({ route: { ...WEB.route!, ...changes } });
const ofCommands = (changes: Partial<CommandsArgs>): string[] =>
  problems({ commands: { ...promotionArgs().commands!, ...changes } });

describe("Arguments of AmiPromotion", () => {
  it("are right as they are in the tests", () => {
    assert.deepEqual(problems({}), []);
  });

  const cases: [string, () => string[], string][] = [
    [
      "an image that is none",
      () => problems({ initialImageId: "latest" }),
      'initialImageId: "latest" is not an AMI id such as ami-0123456789abcdef0',
    ],
    ["no fleet", () => problems({ fleets: [] }), "fleets: has 0 fleets; allowed is 1–10"],
    [
      "two fleets of one name",
      () => problems({ fleets: [WEB, { ...APP, name: "web" }] }),
      'fleets[1].name: "web" is taken by fleets[0]',
    ],
    [
      "two routes of one priority",
      () => problems({ fleets: [WEB, { ...APP, route: WEB.route! }] }),
      "fleets[1].route.priority: 100 is taken by fleets[0]",
    ],
    [
      "a name that is too long",
      () => ofFleet({ name: "web-servers-of-qbo" }),
      'fleets[0].name: "web-servers-of-qbo" is not a name; lower-case letters, digits and single dashes, a letter first, at most 15',
    ],
    [
      "a name of another part",
      () => ofFleet({ name: "commands" }),
      'fleets[0].name: "commands" is the name of another part; use another',
    ],
    [
      "a name of a part that only some environments have",
      () => ofFleet({ name: "monitoring" }),
      'fleets[0].name: "monitoring" is the name of another part; use another',
    ],
    [
      "a type that is none",
      () => ofFleet({ instanceType: "large" }),
      'fleets[0].instanceType: "large" is not an instance type such as m7i.large',
    ],
    [
      "a volume that is too small",
      () => ofFleet({ rootVolume: { device: "/dev/sda1", sizeGiB: 4 } }),
      "fleets[0].rootVolume.sizeGiB: 4 is out of range; allowed is 8–16384 GiB",
    ],
    [
      "fewer at most than at least",
      () => ofFleet({ scaling: { min: 3, max: 2 } }),
      "fleets[0].scaling.max: 2 is less than min (3)",
    ],
    [
      "a share over 100",
      () => ofFleet({ scaling: { min: 2, max: 2, cpuPercent: 101 } }),
      "fleets[0].scaling.cpuPercent: 101 is out of range; allowed is 1–100",
    ],
    [
      "requests without a route",
      () => problems({ fleets: [{ ...APP, scaling: { min: 2, max: 3, requestsPerTarget: 5 } }] }),
      "fleets[0].scaling.requestsPerTarget: needs a route: the load balancer counts the requests",
    ],
    [
      "a hook that is too short",
      () => ofFleet({ readySeconds: 5 }),
      "fleets[0].readySeconds: 5 is out of range; allowed is 30–7200 seconds",
    ],
    [
      "a route without a load balancer",
      () => problems({ fleets: [WEB] }, false),
      "fleets[0].route: needs a load balancer, and the environment has none",
    ],
    [
      "a route without a condition",
      () => ofRoute({ hosts: [] }),
      "fleets[0].route: has 0 hosts and paths; AWS takes 1–5 together",
    ],
    [
      "a health check without a path",
      () => ofRoute({ healthCheckPath: "health" }),
      'fleets[0].route.healthCheckPath: "health" does not begin with /',
    ],
    [
      "codes that are none",
      () => ofRoute({ healthCheckMatcher: "ok" }),
      'fleets[0].route.healthCheckMatcher: "ok" is not a list of status codes such as 200 or 200-299',
    ],
    [
      "no room for new instances",
      () => problems({ refresh: { maxHealthyPercent: 100 } }),
      "refresh.maxHealthyPercent: 100 is out of range; allowed is 101–200: new instances start before old ones end",
    ],
    [
      "checkpoints that fall",
      () => problems({ refresh: { checkpointPercents: [50, 20, 100] } }),
      "refresh.checkpointPercents[1]: 20 does not rise above 50",
    ],
    [
      "checkpoints that leave old instances",
      () => problems({ refresh: { checkpointPercents: [10] } }),
      "refresh.checkpointPercents: ends at 10; the last is 100, or old instances stay",
    ],
    [
      "too many alarms",
      () => problems({ refresh: { alarms: Array.from({ length: 10 }, (_, i) => `a${i}`) } }),
      "refresh.alarms: has 10 alarms; AWS takes 10 for a refresh, with the 1 of the fleets",
    ],
    [
      "a refresh that its own checkpoints and bake time keep from ending in time",
      () => problems({ refresh: { checkpointPercents: [10, 50, 100], checkpointMinutes: 15, bakeMinutes: 30 } }),
      'timeouts.refresh: 120 minutes are too few: fleet "web" may take 126, with 3 checkpoints of 15, 30 at the end and 3 batches of 17; give more time, or rest less',
    ],
    [
      "a refresh whose batches are too many for its time",
      () => problems({ refresh: { maxHealthyPercent: 110 }, timeouts: { refresh: 100 } }),
      'timeouts.refresh: 100 minutes are too few: fleet "web" may take 102, with 6 batches of 17; give more time, or rest less',
    ],
    [
      "a timeout that no build has",
      () => problems({ timeouts: { tests: 481 } }),
      "timeouts.tests: 481 is out of range; allowed is 1–480 minutes",
    ],
    [
      "a folder that is not there",
      () => ofCommands({ workspace: "nowhere" }),
      'commands.workspace: there is no folder "nowhere"; give one from the project\'s root',
    ],
    [
      "an address with a path",
      () => ofCommands({ url: "https://a.b/c" }),
      'commands.url: "https://a.b/c" is not an address such as https://uat.qbo.example.com, without a path',
    ],
    [
      "a review without a script",
      () => ofCommands({ database: { update: "x", review: true } }),
      "commands.database.review: needs a script to be reviewed; give the command that writes it as database.script",
    ],
    [
      "a secret in clear text",
      () => ofCommands({ secrets: { TOKEN: "hunter2" } }),
      'commands.secrets.TOKEN: "hunter2" is not the ARN of a secret',
    ],
    [
      "a variable of the promotion",
      () => ofCommands({ secrets: { RUN: promotionArgs().commands!.secrets!.PGPASSWORD! } }),
      "commands.secrets.RUN: is set by the promotion itself; use another name",
    ],
    [
      "a report outside the workspace",
      () => ofCommands({ tests: { command: "x", report: "../r.xml" } }),
      'commands.tests.report: "../r.xml" is not a path inside the workspace',
    ],
    [
      "a monitoring service without TLS",
      () => problems({ monitoring: { ...promotionArgs().monitoring!, endpoint: "http://a.b" } }),
      'monitoring.endpoint: "http://a.b" is not an HTTPS address',
    ],
    [
      "a body that is no JSON",
      () => problems({ monitoring: { ...promotionArgs().monitoring!, body: '{"x": <event>}' } }),
      "monitoring.body: is not JSON once its <placeholders> are filled in; quote them like other text",
    ],
    ["no image to keep", () => problems({ keepImages: 0 }), "keepImages: 0 is out of range; allowed is 1–100 images"],
    [
      "an account that is none",
      () => problems({ sharing: { accounts: ["uat"] } }),
      'sharing.accounts[0]: "uat" is not an account id of 12 digits',
    ],
  ];
  for (const [what, given, expected] of cases) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(given(), [expected]);
    });
  }

  it("production needs two instances of each fleet", () => {
    const context = qboContext({ stage: "production" });
    const fleets = [{ ...WEB, scaling: { min: 1, max: 6 } }];
    assert.deepEqual(problems({ context, fleets }), ["fleets[0].scaling.min: is 1; production needs 2 or more"]);
  });

  it("are refused with all problems before any resource of the component exists", async () => {
    const recording = await record(false, () => {
      assert.throws(
        () => buildPromotion({ initialImageId: "x", keepImages: 0 }),
        ({ errors }: { errors: unknown[] }) => errors.length === 2,
      );
    });
    assert.deepEqual(recording.all("slipway:index:AmiPromotion"), []);
  });

  it("a release box is checked as fleets are", () => {
    const { context, commands } = promotionArgs();
    const box = {
      context,
      instanceType: "big",
      imageId: "x",
      rootVolume: WEB.rootVolume,
      route: WEB.route!,
      shareWith: ["1"],
    };
    assert.deepEqual(
      validateReleaseBox({ ...box, commands: { ...commands!, url: "x" } }, false).map(({ path }) => path),
      ["instanceType", "imageId", "route", "commands.url", "shareWith[0]"],
    );
  });
});
