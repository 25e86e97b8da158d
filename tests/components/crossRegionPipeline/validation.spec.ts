import assert from "node:assert/strict";
import type {
  ApprovalArgs,
  CrossRegionPipelineArgs,
  DeployArgs,
  WaveArgs,
} from "../../../components/crossRegionPipeline/args";
import type { BuildArgs } from "../../../components/crossRegionPipeline/buildArgs";
import { validatePipeline } from "../../../components/crossRegionPipeline/validation";
import type { GitSourceArgs } from "../../../components/crossRegionPipeline/sourceArgs";
import { GIT, NAME, pipelineArgs, recordPipeline, stageOf, WEB } from "./pipelineArgs";
import { stack } from "./targets";

const problems = (changes: Partial<CrossRegionPipelineArgs>, name = NAME): string[] =>
  validatePipeline(name, pipelineArgs(changes)).map(({ path, reason }) => `${path}: ${reason}`);

const ofGit = (changes: Partial<GitSourceArgs>): string[] => problems({ source: { ...GIT, ...changes } });
const ofStage = (changes: Partial<DeployArgs>): string[] => problems({ stages: [stageOf(changes)] });
const ofWaves = (...waves: WaveArgs[]): string[] => ofStage({ waves });
const ofBuild = (changes: Partial<BuildArgs>): string[] =>
  problems({ build: { kind: "archive", ...changes } as BuildArgs });
const ofApproval = (changes: Partial<ApprovalArgs>): string[] =>
  problems({
    stages: [{ kind: "approval", name: "review", approves: "production", ...changes }, stageOf()],
  });

/** A stack, from as many regions as the pipeline has; and from one. */
const STACK = { ...stack, name: "riglet" };
const RIGLET = { ...STACK, regions: ["us-west-2"] };

const ALARMS = ["web-<region>-missing"];

describe("Arguments of CrossRegionPipeline", () => {
  it("are right as they are in the tests", () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(ofGit({ branch: "feature/login", paths: ["src/**"] }), []);
    assert.deepEqual(ofBuild({ architecture: "arm64", image: "aws/codebuild/amazonlinux-aarch64-standard:3.0" }), []);
    assert.deepEqual(ofStage({ window: { cron: "* 0/15 9-16 ? * MON-THU", timezone: "America/New_York" } }), []);
    assert.deepEqual(ofStage({ targets: [RIGLET] }), []);
    assert.deepEqual(
      ofWaves(
        { regions: ["us-east-1"], watch: { minutes: 30, alarms: ALARMS } },
        { regions: ["us-west-2", "ap-southeast-2"] },
      ),
      [],
    );
  });

  const cases: [string, () => string[], string][] = [
    [
      "a name with characters that AWS refuses",
      () => problems({}, "acme-site-feature/login"),
      'name: "acme-site-feature/login" is not a name; lower-case letters, digits and single dashes, a letter first, at most 100',
    ],
    [
      "a region twice",
      () => problems({ regions: ["us-west-2", "us-east-1", "us-east-1"], stages: [stageOf()] }),
      'regions[2]: "us-east-1" is listed twice',
    ],
    [
      "a region that is none",
      () => problems({ regions: ["us-west-2", "oregon"] }),
      'regions[1]: "oregon" is not a region such as us-west-2',
    ],
    [
      "regions without its own",
      () => problems({ regions: ["us-east-1"] }),
      "regions: us-east-1 lack us-west-2, where the pipeline itself keeps its artifacts; add it",
    ],
    [
      "a prefix of 31 characters",
      () => problems({ artifactPrefix: "a".repeat(31) }),
      `artifactPrefix: "${"a".repeat(31)}" is not the beginning of a bucket's name; at most 30 lower-case letters, digits, dots and hyphens, a letter or digit first`,
    ],
    [
      "a prefix in capitals",
      () => problems({ artifactPrefix: "LCloud" }),
      'artifactPrefix: "LCloud" is not the beginning of a bucket\'s name; at most 30 lower-case letters, digits, dots and hyphens, a letter or digit first',
    ],
    [
      "an S3 source without a key",
      () => problems({ source: { kind: "s3", key: "" } }),
      "source.key: is empty; give the key of the archive, such as releases/app.zip",
    ],
    [
      "a key that is no archive",
      () => problems({ source: { kind: "s3", key: "site.tar.gz" } }),
      'source.key: "site.tar.gz" is not the key of a ZIP archive, such as releases/app.zip: letters, digits, / . _ - ! ( )',
    ],
    [
      "a connection that is none",
      () => ofGit({ connectionArn: "arn:aws:iam::123456789012:role/git" }),
      'source.connectionArn: "arn:aws:iam::123456789012:role/git" is not the ARN of a connection (…:codeconnections:us-west-2:account:connection/id)',
    ],
    [
      "a connection of another region",
      () => ofGit({ connectionArn: GIT.connectionArn.replace("us-west-2", "us-east-1") }),
      "source.connectionArn: is a connection in us-east-1; give one in us-west-2, where the pipeline is",
    ],
    [
      "a repository without its owner",
      () => ofGit({ repository: "site" }),
      'source.repository: "site" is not a repository such as acme/shop',
    ],
    [
      "a branch that Git refuses",
      () => ofGit({ branch: "feature//login" }),
      'source.branch: "feature//login" is not the name of a branch',
    ],
    [
      "paths beside tags",
      () => ofGit({ tags: ["v*"], paths: ["src/**"] }),
      "source.paths: stands beside tags; AWS filters by tag or by path, not by both",
    ],
    [
      "more patterns than AWS takes",
      () => ofGit({ paths: [..."abcdefghi"] }),
      "source.paths: has 9 patterns; AWS takes 8",
    ],
    [
      "infrastructure that nothing uses",
      () => problems({ infrastructure: GIT }),
      "infrastructure: is used by no target of kind pulumi; add one, or leave it out",
    ],
    [
      "a build that takes too long",
      () => ofBuild({ timeoutMinutes: 600 }),
      "build.timeoutMinutes: 600 is out of range; allowed is 5–480 minutes",
    ],
    [
      "a credential in clear text",
      () => ofBuild({ variables: { NPM_TOKEN: "npm_1a2b3c" } }),
      "build.variables.NPM_TOKEN: looks like a credential, and everybody who sees the project reads it; put it into Secrets Manager and name it in secrets",
    ],
    [
      "a secret that is none",
      () => ofBuild({ secrets: { NPM: "npm" } }),
      'build.secrets.NPM: "npm" is not the ARN of a secret',
    ],
    [
      "a variable of the build's own",
      () => ofBuild({ variables: { CODEBUILD_SRC_DIR: "/" } }),
      "build.variables.CODEBUILD_SRC_DIR: is set by the build itself; use another name",
    ],
    ["no stage that deploys", () => problems({ stages: [] }), "stages: deploy nowhere; add a stage of kind deploy"],
    [
      "two stages of one name",
      () => problems({ stages: [stageOf(), stageOf()] }),
      'stages[1].name: "production" is taken by stages[0]',
    ],
    [
      "the name of a stage that is always there",
      () => ofStage({ name: "build" }),
      'stages[0].name: "build" is a stage of every pipeline; use another',
    ],
    [
      "a wave that is called as another stage",
      () =>
        problems({
          stages: [
            stageOf({ waves: [{ regions: ["us-west-2"] }, { regions: ["us-east-1", "ap-southeast-2"] }] }),
            stageOf({ name: "production-1" }),
          ],
        }),
      'stages: make two stages called "production-1", by a name or by a wave; rename one',
    ],
    ["no target", () => ofStage({ targets: [] }), "stages[0].targets: is empty; give at least one target"],
    [
      "two targets of one name",
      () => ofStage({ targets: [WEB, WEB] }),
      'stages[0].targets[1].name: "web" is taken by targets[0]',
    ],
    [
      "a target's region without an artifact store",
      () => ofStage({ targets: [{ ...WEB, regions: ["eu-west-1"] }] }),
      'stages[0].targets[0].regions[0]: "eu-west-1" has no artifact store; add it to the pipeline\'s regions (us-west-2, us-east-1, ap-southeast-2)',
    ],
    [
      "a target's region twice",
      () => ofStage({ targets: [{ ...WEB, regions: ["us-east-1", "us-east-1"] }] }),
      'stages[0].targets[0].regions[1]: "us-east-1" is listed twice',
    ],
    [
      "a region that waits for itself in a circle of waves",
      () =>
        ofWaves({ regions: ["us-west-2", "ap-southeast-2"] }, { regions: ["us-east-1"] }, { regions: ["us-west-2"] }),
      'stages[0].waves[2].regions[0]: "us-west-2" is in waves[0] already and would wait for itself; each region is in one wave',
    ],
    [
      "a region that no wave has",
      () => ofWaves({ regions: ["us-west-2"] }, { regions: ["us-east-1"] }),
      "stages[0].waves: have no place for ap-southeast-2; add each region of the stage to one wave",
    ],
    [
      "a wave in a region without a target",
      () => ofWaves({ regions: ["us-west-2", "us-east-1", "ap-southeast-2", "eu-west-1"] }),
      'stages[0].waves[0].regions[3]: no target of the stage is in "eu-west-1"; its regions are us-west-2, us-east-1, ap-southeast-2',
    ],
    [
      "a pause that watches nothing",
      () => ofWaves({ regions: ["us-west-2", "us-east-1", "ap-southeast-2"], watch: { minutes: 30, alarms: [] } }),
      "stages[0].waves[0].watch.alarms: is empty; a pause that watches nothing finds nothing",
    ],
    [
      "a pause that outlasts the rule that watches",
      () => ofWaves({ regions: ["us-west-2", "us-east-1", "ap-southeast-2"], watch: { minutes: 60, alarms: ALARMS } }),
      "stages[0].waves[0].watch.minutes: 60 is out of range; allowed is 1–55 minutes",
    ],
    [
      "more alarms than a condition takes",
      () =>
        ofWaves({ regions: ["us-west-2", "us-east-1", "ap-southeast-2"], watch: { minutes: 30, alarms: ["a", "b"] } }),
      "stages[0].waves[0].watch.alarms: make 6 rules, one for each alarm in each region; CodePipeline takes 5: watch fewer alarms, or make the wave smaller",
    ],
    [
      "an approval of a stage that is not there",
      () => ofApproval({ approves: "prodution" }),
      'stages[0].approves: "prodution" is not a stage after this one that deploys; there are production',
    ],
    [
      "an approval of a stage before it",
      () => problems({ stages: [stageOf(), { kind: "approval", name: "review", approves: "production" }] }),
      'stages[1].approves: "production" cannot be opened: no stage after this one deploys',
    ],
    [
      "an approval that waits too long",
      () => ofApproval({ timeoutMinutes: 100_000 }),
      "stages[0].timeoutMinutes: 100000 is out of range; allowed is 5–86400 minutes",
    ],
    [
      "a page that is none",
      () => ofApproval({ reviewUrl: "staging" }),
      'stages[0].reviewUrl: "staging" is not an address such as https://staging.example.com',
    ],
    [
      "production without an approval",
      () => ofStage({ to: "production" }),
      'stages[0]: "production" deploys to production without an approval; put one before it: { kind: approval, approves: production }',
    ],
    [
      "an approval of another stage before production",
      () =>
        problems({
          stages: [
            { kind: "approval", name: "review", approves: "staging" },
            stageOf({ name: "staging" }),
            stageOf({ to: "production" }),
          ],
        }),
      'stages[2]: "production" deploys to production without an approval; put one before it: { kind: approval, approves: production }',
    ],
    [
      "production that is approved before staging has been seen",
      () =>
        problems({
          stages: [
            { kind: "approval", name: "review", approves: "production" },
            stageOf({ name: "staging" }),
            stageOf({ to: "production" }),
          ],
        }),
      'stages[0]: opens "production" before "staging" has been deployed; put it behind that, directly before "production"',
    ],
    [
      "parallel executions with rollback",
      () => problems({ executions: "parallel", stages: [stageOf({ onFailure: "rollback" })] }),
      "executions: are parallel, and CodePipeline rolls nothing back then; use queued, or stages without rollback and watch",
    ],
    [
      "parallel executions with watched waves",
      () =>
        problems({
          executions: "parallel",
          stages: [
            stageOf({
              waves: [{ regions: ["us-west-2", "us-east-1", "ap-southeast-2"], watch: { minutes: 5, alarms: ALARMS } }],
            }),
          ],
        }),
      "executions: are parallel, and CodePipeline rolls nothing back then; use queued, or stages without rollback and watch",
    ],
    [
      "a window that is no expression",
      () => ofStage({ window: { cron: "0 9 * * *" } }),
      'stages[0].window.cron: "0 9 * * *" is not a Quartz expression of six or seven fields, * for the seconds first, such as * * 9-16 ? * MON-THU *',
    ],
    [
      "a window with a field that is none",
      () => ofStage({ window: { cron: "* * 9-24 ? * MON-THU *" } }),
      'stages[0].window.cron: "* * 9-24 ? * MON-THU *" has "9-24" for the hours (0–23)',
    ],
    [
      "a window in a place that is nowhere",
      () => ofStage({ window: { cron: "* * 9-16 ? * MON-THU", timezone: "Mars/Olympus" } }),
      'stages[0].window.timezone: "Mars/Olympus" is not an IANA time zone such as America/New_York',
    ],
    [
      "a prefix that S3 keeps for itself",
      () => problems({ artifactPrefix: "xn--site" }),
      'artifactPrefix: "xn--site" begins as S3\'s own names do (xn--, sthree-, amzn-s3-demo-); use another',
    ],
    [
      "a key that names several objects in a policy",
      () => problems({ source: { kind: "s3", key: "releases/*.zip" } }),
      'source.key: "releases/*.zip" is not the key of a ZIP archive, such as releases/app.zip: letters, digits, / . _ - ! ( )',
    ],
    [
      "an image for a build on other processors",
      () => ofBuild({ image: "aws/codebuild/amazonlinux-aarch64-standard:3.0" }),
      'build.image: "aws/codebuild/amazonlinux-aarch64-standard:3.0" is for aarch64, and the build runs on x86_64; change one of them',
    ],
    [
      "a stack that would be updated from every region at once",
      () => ofStage({ targets: [STACK] }),
      "stages[0].targets[0].regions: is left out and would be 3 regions; a stack is updated once, from one region",
    ],
    [
      "a stack that would be updated from two regions",
      () => ofStage({ targets: [{ ...STACK, regions: ["us-west-2", "us-east-1"] }] }),
      "stages[0].targets[0].regions: has 2 regions; a stack is updated once, from one region",
    ],
    [
      "a stack that two targets of a stage update",
      () => ofStage({ targets: [RIGLET, { ...RIGLET, name: "again" }] }),
      'stages[0].targets[1].stack: "acme/slipway/staging" is updated by targets[0] at the same time',
    ],
    [
      "parallel executions that update a stack",
      () => problems({ executions: "parallel", stages: [stageOf({ targets: [RIGLET] })] }),
      "executions: are parallel, and two updates of a stack at a time lock each other out; use queued, or no target of kind pulumi",
    ],
  ];

  for (const [what, found, expected] of cases) {
    it(`refuses ${what}`, () => assert.deepEqual(found(), [expected]));
  }

  it("A5 holds to CodePipeline's numbers of stages and actions", () => {
    const one = { ...WEB, regions: ["us-west-2"] };
    const many = Array.from({ length: 50 }, (_, i) => stageOf({ name: `stage-${i}`, targets: [one] }));
    assert.deepEqual(problems({ stages: many }), [
      "stages: make 51 stages with source, build and waves; CodePipeline takes 50",
    ]);
    const targets = Array.from({ length: 17 }, (_, i) => ({ ...WEB, name: `web-${i}` }));
    assert.deepEqual(ofStage({ targets }), [
      "stages[0].targets: make 51 actions, one for each region; CodePipeline takes 50 in a stage",
    ]);
  });

  it("A5 hold to what the policies of one role have room for", () => {
    const stages = Array.from({ length: 19 }, (_, i) => stageOf({ name: `stage-${i}` }));
    assert.deepEqual(problems({ stages: stages.slice(1) }), []);
    assert.deepEqual(problems({ stages }), [
      "stages: deploy 57 times, once for each target in each region, and the policies of one role have room for 55; deploy to fewer regions, or make a second pipeline",
    ]);
    const watched = Array.from({ length: 6 }, (_, i) =>
      stageOf({
        name: `stage-${i}`,
        targets: [{ ...WEB, regions: ["us-east-1"] }],
        waves: [{ regions: ["us-east-1"], watch: { minutes: 5, alarms: [..."abcde"].map((name) => `${name}-${i}`) } }],
      }),
    );
    assert.deepEqual(problems({ stages: watched.slice(1) }), []);
    assert.deepEqual(problems({ stages: watched }), [
      "stages: watch 30 alarms, and the policy of the pipeline's role has room for 25; watch fewer, or make a second pipeline",
    ]);
  });

  it("are refused all at once, before anything is created", async () => {
    await assert.rejects(
      () => recordPipeline({ artifactPrefix: "LCloud", source: { kind: "s3", key: "" } }),
      (error: { errors: { propertyPath: string }[] }) => {
        assert.deepEqual(
          error.errors.map(({ propertyPath }) => propertyPath),
          ["artifactPrefix", "source.key"],
        );
        return true;
      },
    );
  });
});
