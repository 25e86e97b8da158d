import assert from "node:assert/strict";
import type { Sibling } from "../../stacks/settings/crossStack";
import { checkPipelines, type Pipelining } from "../../stacks/settings/pipelines";
import type { DeploySettings, PipelineSettings } from "../../stacks/settings/pipelineSchema";
import { serviceFacts } from "../../stacks/settings/serviceFacts";
import { contextOf } from "../components/environments";
import { pipelineArgs, pipelineComponentName } from "../../stacks/pipelineArgs";
import { prerequisitesOf } from "../../stacks/prerequisites";
import { problemsOf, RIGHT } from "./settingsOf";
import { stackOf } from "./stackOf";

const LCLOUD = stackOf("examples/lcloud", "production");
const GRAVITY = stackOf("examples/gravity", "production");
const TWIG = stackOf("examples/twig", "production");

const pipeliningOf = ({ settings }: typeof LCLOUD): Pipelining => ({
  ...settings,
  services: settings.services.map((service) => serviceFacts(service)),
});

/** Problems of a stack's pipelines with something changed. */
function problems(stack: typeof LCLOUD, changes: Partial<Pipelining>, siblings: Sibling[] = stack.siblings): string[] {
  const found = checkPipelines({ ...pipeliningOf(stack), ...changes }, stack.context, siblings);
  return found.map(({ path, reason }) => `${path}: ${reason}`);
}

const [SITE] = LCLOUD.settings.pipelines as [PipelineSettings];
const [FLEET] = LCLOUD.settings.ec2Targets;
const [WEB] = GRAVITY.settings.pipelines as [PipelineSettings];

/** The pipeline with another target in its last stage. */
function deploying(pipeline: PipelineSettings, target: Partial<DeploySettings["targets"][number]>): PipelineSettings {
  const stages = structuredClone(pipeline.stages);
  const last = stages.at(-1) as DeploySettings;
  last.targets = [{ ...last.targets[0]!, ...target } as DeploySettings["targets"][number]];
  return { ...pipeline, stages };
}

/** LCloud's pipeline where CodePipeline's own action deploys to the fleet. */
const FILES_TARGET = { kind: "ec2", directory: "/srv/site", postScript: "restart.sh" } as const;
const FILES = deploying(SITE, FILES_TARGET);

describe("Settings of pipelines", () => {
  it("L1 L4 G1 T12 are right in the examples", () => {
    assert.deepEqual(problems(LCLOUD, {}), []);
    assert.deepEqual(problems(GRAVITY, {}), []);
    assert.deepEqual(problems(stackOf("examples/twig", "production"), {}), []);
  });

  it("L4 name a fleet's networks in all of its regions as what has to be there before", () => {
    assert.deepEqual(
      prerequisitesOf(LCLOUD.settings).networks.map(({ region, vpcId, subnetIds }) => [
        region,
        vpcId,
        subnetIds.length,
      ]),
      [
        ["us-west-2", "vpc-0c10d0a1", 2],
        ["us-east-1", "vpc-0c10d0a2", 2],
        ["ap-southeast-2", "vpc-0c10d0a3", 2],
      ],
    );
  });

  it("T12 name the policies by which stacks are updated as what has to be there before", () => {
    assert.deepEqual(prerequisitesOf(stackOf("examples/twig", "production").settings).policies, [
      "arn:aws:iam::123456789012:policy/twig-integration-up",
      "arn:aws:iam::123456789012:policy/twig-staging-up",
    ]);
  });

  it("T12 A8 name connection, key, state and stacks as what has to be there before, and know the repositories they make", () => {
    const needed = prerequisitesOf(stackOf("examples/twig", "production").settings);
    assert.equal(needed.connections.length, 1);
    assert.equal(needed.keys.length, 1);
    assert.deepEqual(needed.stateBuckets, ["buildit-twig-state"]);
    assert.deepEqual(
      needed.stacks.map(({ name }) => name),
      ["integration", "staging"],
    );
    assert.deepEqual(
      needed.containerImages.map(({ repository }) => repository),
      ["twig-api", "twig"],
    );
    assert.deepEqual(prerequisitesOf(LCLOUD.settings).regions, ["us-west-2", "us-east-1", "ap-southeast-2"]);
  });

  it("T12 call a pipeline by its branch", () => {
    const names = stackOf("examples/twig", "production").settings.pipelines.map((one) =>
      pipelineComponentName(GRAVITY.context, one),
    );
    assert.deepEqual(names, ["gravity-site-production-twig-api-master", "gravity-site-production-twig-master"]);
  });

  const cases: [string, () => string[], string][] = [
    [
      "an S3 source without a key",
      () => problemsOf({ "slipway:pipelines": [{ name: "site", source: { kind: "s3" }, stages: [] }] }),
      "pipelines[0].source.key: is missing; give a text",
    ],
    [
      "two pipelines of one name",
      () => problems(LCLOUD, { pipelines: [SITE, { ...deploying(SITE, FILES_TARGET), artifactPrefix: "other" }] }),
      'pipelines[1].name: "lcloud-site-production-site" is taken by pipelines[0]; use another',
    ],
    [
      "two pipelines with one set of buckets",
      () => problems(LCLOUD, { pipelines: [SITE, { ...deploying(SITE, FILES_TARGET), name: "other" }] }),
      'pipelines[1].artifactPrefix: "lcloud-site" is taken by pipelines[0]; use another',
    ],
    [
      "a repository that two pipelines make",
      () => problems(GRAVITY, { pipelines: [WEB, { ...WEB, name: "other" }] }),
      'pipelines[1].build.repository: "gravity" is taken by pipelines[0]; use another',
    ],
    [
      "a fleet that is not there",
      () => problems(LCLOUD, { pipelines: [deploying(SITE, { fleet: "wbe" })], ec2Targets: [] }),
      'pipelines[0].stages[1].targets[0].fleet: "wbe" is not a fleet of ec2Targets; there is none',
    ],
    [
      "a fleet without instances in a region",
      () => problems(LCLOUD, { ec2Targets: [{ ...FLEET!, places: FLEET!.places.slice(0, 2) }] }),
      'pipelines[0].stages[1].targets[0].fleet: "web" has no instances in ap-southeast-2; add the place there, or give the target other regions (us-west-2, us-east-1)',
    ],
    [
      "a fleet that no pipeline deploys to",
      () => problems(LCLOUD, { ec2Targets: [FLEET!, { ...FLEET!, name: "app" }] }),
      'ec2Targets[1]: no pipeline deploys to "app"; name it in a target, or leave it out',
    ],
    [
      "a fleet twice in a region",
      () => problems(LCLOUD, { ec2Targets: [{ ...FLEET!, places: [...FLEET!.places, FLEET!.places[0]!] }] }),
      'ec2Targets[0].places[3].region: "us-west-2" is that of places[0] already',
    ],
    [
      "a fleet of one instance in production, once for all regions",
      () => problems(LCLOUD, { ec2Targets: [{ ...FLEET!, count: 1 }] }),
      "ec2Targets[0].count: is 1; production needs 2 or more",
    ],
    [
      "a network that is none",
      () => {
        const [west, ...others] = FLEET!.places;
        return problems(LCLOUD, { ec2Targets: [{ ...FLEET!, places: [{ ...west!, vpcId: "default" }, ...others] }] });
      },
      'ec2Targets[0].places[0].vpcId: "default" is not a VPC id such as vpc-4d4bec2b',
    ],
    [
      "an image that is none",
      () => {
        const [west, ...others] = FLEET!.places;
        return problems(LCLOUD, { ec2Targets: [{ ...FLEET!, places: [{ ...west!, imageId: "al2023" }, ...others] }] });
      },
      'ec2Targets[0].places[0].imageId: "al2023" is not an AMI id such as ami-0123456789abcdef0',
    ],
    [
      "L2 a fleet that a newer Amazon Linux would empty, for nothing brings the application to new instances",
      () => {
        const [west, ...others] = FLEET!.places;
        const pinned = others.map((place) => ({ ...place, imageId: "ami-0123456789abcdef0" }));
        return problems(LCLOUD, { pipelines: [FILES], ec2Targets: [{ ...FLEET!, places: [west!, ...pinned] }] });
      },
      'ec2Targets[0].places[0].imageId: is missing, and every newer Amazon Linux would replace the instances by empty ones, for a target of kind ec2 deploys to "web"; give the AMI that they have, or use a target of kind codeDeploy',
    ],
    [
      "a region that the pipeline has no artifact store in",
      () => problems(LCLOUD, { pipelines: [deploying({ ...SITE, regions: ["us-west-2", "us-east-1"] }, {})] }),
      'pipelines[0].stages[1].waves[1].regions[1]: no target of the stage is in "ap-southeast-2"; its regions are us-west-2, us-east-1',
    ],
    [
      "two prefixes whose keys have one alias",
      () =>
        problems(LCLOUD, {
          pipelines: [
            { ...SITE, artifactPrefix: "l.cloud" },
            { ...deploying(SITE, FILES_TARGET), name: "other", artifactPrefix: "l-cloud" },
          ],
        }),
      'pipelines[1].artifactPrefix: "l-cloud" is too like "l.cloud" of pipelines[0], for names of keys have dashes where it has dots; use another',
    ],
    [
      "a fleet with the deployment groups of two stages",
      () => problems(LCLOUD, { pipelines: [SITE, { ...SITE, name: "other", artifactPrefix: "other" }] }),
      'pipelines[1].stages[1].targets[0].fleet: "web" is deployed to by pipelines[0].stages[1] already, and one Auto Scaling group takes one deployment group; give each stage a fleet of its own',
    ],
    [
      "T12 a stack that two pipelines update",
      () => {
        const [api] = TWIG.settings.pipelines as [PipelineSettings];
        const build = { ...api.build!, repository: "other" } as PipelineSettings["build"];
        const other = { ...api, name: "other", artifactPrefix: "other", build, stages: api.stages.slice(0, 1) };
        return problems(TWIG, { pipelines: [api, other] });
      },
      'pipelines[1].stages[0].targets[0].stack: "integration" is updated by pipelines[0] already, and two updates at a time lock each other out; update it by one pipeline',
    ],
    [
      "G1 an image for other processors than the service's",
      () => problems(GRAVITY, { services: [{ ...pipeliningOf(GRAVITY).services[0]!, architecture: "arm64" }] }),
      'pipelines[0].stages[2].targets[0].service: "web" of stack "production" runs on arm64, and the build is for x86_64; set build.architecture',
    ],
    [
      "an approval without anybody to hear of it",
      () => problems(LCLOUD, { notifications: { build: [], operations: [] } }),
      "pipelines[0].stages[0]: is an approval that nobody hears of: add an address to notifications.build",
    ],
    [
      "production without an approval",
      () => problems(GRAVITY, { pipelines: [{ ...WEB, stages: [WEB.stages.at(-1)!] }] }),
      'pipelines[0].stages[0]: "production" deploys to production without an approval; put one before it: { kind: approval, approves: production }',
    ],
    [
      "another stack that is production, without an approval",
      () => {
        const elsewhere = { ...(WEB.stages[0] as DeploySettings) };
        const siblings = GRAVITY.siblings.map((sibling) => ({ ...sibling, stage: "production" as const }));
        return problems(GRAVITY, { pipelines: [{ ...WEB, stages: [elsewhere] }] }, siblings);
      },
      'pipelines[0].stages[0]: "staging" deploys to production without an approval; put one before it: { kind: approval, approves: staging }',
    ],
    [
      "a stack that is not there",
      () => problems(GRAVITY, { pipelines: [deploying(WEB, { stack: "stagign" })] }),
      'pipelines[0].stages[2].targets[0].stack: "stagign" is not a stack; did you mean "staging"?',
    ],
    [
      "a service that is not there",
      () => problems(GRAVITY, { pipelines: [deploying(WEB, { service: "wbe" })] }),
      'pipelines[0].stages[2].targets[0].service: "wbe" is not a service of stack "production"; did you mean "web"?',
    ],
    [
      "a service whose image the settings own",
      () => problems(GRAVITY, { services: [{ ...pipeliningOf(GRAVITY).services[0]!, imageOwner: "program" }] }),
      'pipelines[0].stages[2].targets[0].service: "web" of stack "production" has the image of its settings, and the next pulumi up would bring it back; set its imageOwner to pipeline',
    ],
    [
      "a container that the service does not have",
      () => problems(GRAVITY, { services: [{ ...pipeliningOf(GRAVITY).services[0]!, containers: ["nginx"] }] }),
      'pipelines[0].stages[2].targets[0].service: "web" of stack "production" has no container "web", which the build is for; it has nginx',
    ],
    [
      "G3 canary, bake and pauses that outlast the action",
      () => problems(GRAVITY, { services: [{ ...pipeliningOf(GRAVITY).services[0]!, waitingMinutes: 270 }] }),
      "pipelines[0].stages[2].targets[0].service: canary, bake and pauses take 270 minutes and the deployment itself about 10, but the action waits 60; make them shorter",
    ],
    [
      "a service in a region without an artifact store",
      () => problems(GRAVITY, {}, [{ ...GRAVITY.siblings[0]!, region: "eu-west-1" }]),
      'pipelines[0].stages[0].targets[0].stack: "eu-west-1" has no artifact store; add it to the pipeline\'s regions (us-east-1)',
    ],
  ];

  for (const [what, found, expected] of cases) {
    it(`refuse ${what}`, () => assert.deepEqual(found(), [expected]));
  }

  it("G3 count a service's canary, bake and pauses to their end", () => {
    const [web] = GRAVITY.settings.services;
    assert.equal(serviceFacts(web!).waitingMinutes, 50);
    const deployment = { ...web!.deployment, pauses: [{ at: "afterTestTraffic", timeoutMinutes: 240 }] };
    assert.equal(
      serviceFacts({ ...web!, deployment: deployment as (typeof web & {})["deployment"] }).waitingMinutes,
      270,
    );
  });

  it("T12 take a stack that they do not know, or of another project, for production", () => {
    const references = {
      context: contextOf({ stage: "development" }),
      service: () => assert.fail("no service is named"),
      stageOf: (stack: string) => (stack === "staging" ? ("staging" as const) : undefined),
    };
    const [api] = TWIG.settings.pipelines as [PipelineSettings];
    const stageTo = (stack: string) => {
      const stages = [deploying({ ...api, stages: api.stages.slice(0, 1) }, { stack }).stages[0]!];
      const [stage] = pipelineArgs({ ...api, stages }, references).stages;
      return stage!.kind === "deploy" && stage!.to;
    };
    const stacks = [
      "staging",
      "acme/staging",
      "acme/slipway/staging",
      "acme/billing/staging",
      "acme/billing/prod",
      "x",
    ];
    assert.deepEqual(stacks.map(stageTo), ["staging", "staging", "staging", "production", "production", "production"]);
  });

  it("G1 know what a service's image is built for: on instances by their type", () => {
    const [web] = GRAVITY.settings.services;
    const anywhere = { ...web!, capacity: undefined };
    const onFargate = { ...anywhere, capacity: [{ provider: "fargate" as const, weight: 1, base: 0 }] };
    const judge = (service: Parameters<typeof serviceFacts>[0], type?: string) =>
      serviceFacts(service, type).architecture;
    assert.deepEqual(
      [judge(anywhere), judge(anywhere, "t4g.small"), judge(onFargate, "t4g.small")],
      ["x86_64", "arm64", "x86_64"],
    );
    assert.equal(judge({ ...onFargate, architecture: "arm64" }), "arm64");
  });

  it("hide no problem behind another, and tell no consequence of one", () => {
    const stages = [{ kind: "deploy", name: "all", targets: [{ kind: "ecs", service: "api" }] }];
    const source = { kind: "s3", key: "app.zip" };
    const found = problemsOf({
      ...RIGHT,
      "slipway:pipelines": [{ name: "api", source, regions: ["us-west-2"], stages }],
      "slipway:services": "none",
    });
    assert.ok(found.some((line) => line.startsWith("services: ")));
    assert.ok(!found.some((line) => line.includes("is not a service")), found.join("\n"));
  });
});
