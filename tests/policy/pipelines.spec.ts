import { codebuildNoPlainCredentials } from "../../policy/rules/pipeline/codebuildNoPlainCredentials";
import { codedeployRollbackAndAlarms } from "../../policy/rules/pipeline/codedeployRollbackAndAlarms";
import { pipelineArtifactsCmkPerRegion } from "../../policy/rules/pipeline/pipelineArtifactsCmkPerRegion";
import { pipelineProdManualApproval } from "../../policy/rules/pipeline/pipelineProdManualApproval";
import { describeRule } from "../support/describeRule";
import { unknown, urnOf, type Described } from "../support/policy";

type Props = Record<string, unknown>;

const key = (region: string): Described => ({ type: "aws:kms/key:Key", name: `key-${region}`, props: { region } });
const store = (region: string | undefined, id: unknown = unknown): Props => ({
  location: unknown,
  ...(region && { region }),
  ...(id !== undefined && { encryptionKey: { id, type: "KMS" } }),
});
const actionsIn = (...regions: string[]) => [{ name: "deploy", actions: regions.map((region) => ({ region })) }];

/** A pipeline in us-west-2 with these stores and stages; what its stores come from is there before it. */
const crossRegion = (artifactStores: unknown, stages: unknown, from: Described[] = []): Described => ({
  type: "aws:codepipeline/pipeline:Pipeline",
  name: "pipeline",
  props: { region: "us-west-2", artifactStores, stages },
  dependsOn: { artifactStores: from.map(urnOf) },
});
const west = key("us-west-2");
const east = key("us-east-1");
const arnIn = (region: string) => `arn:aws:kms:${region}:123456789012:key/1`;
const both = actionsIn("us-west-2", "us-east-1");

describeRule(pipelineArtifactsCmkPerRegion, {
  complies: {
    "new keys of both regions": [crossRegion([store("us-west-2"), store("us-east-1")], both, [west, east]), west, east],
    "keys by their ARNs": crossRegion(
      [store("us-west-2", arnIn("us-west-2")), store("us-east-1", arnIn("us-east-1"))],
      both,
    ),
    "one store, in the pipeline's own region": [crossRegion([store(undefined)], actionsIn("us-west-2"), [west]), west],
    "stores that nobody knows yet": crossRegion(unknown, []),
    "a stack without pipelines": [west],
  },
  violates: {
    "AWS's own key": [
      crossRegion(
        [store("us-west-2", undefined)].map(({ location, region }) => ({ location, region })),
        [],
      ),
      /^pipeline: the artifact store in us-west-2 has no key of its own$/,
    ],
    "a new key of another region": [
      [crossRegion([store("us-east-1")], [], [west]), west, east],
      /^pipeline: the artifact store in us-east-1 has no key of that region$/,
    ],
    "an ARN of another region": [
      crossRegion([store("us-east-1", arnIn("us-west-2"))], []),
      /us-east-1 has no key of that region/,
    ],
    "a region without store": [
      [crossRegion([store("us-west-2")], both, [west]), west],
      /^pipeline: actions in us-east-1 have no artifact store there$/,
    ],
  },
});

/** A stage whose actions follow each other. */
const stage = (name: unknown, ...categories: string[]) => ({
  name,
  actions: categories.map((category, i) => ({ category, runOrder: i + 1 })),
});
/** A stage whose actions run at the same time. */
const atOnce = (name: string, ...categories: string[]) => ({
  name,
  actions: categories.map((category) => ({ category })),
});
const pipeline = (...stages: unknown[]): Described => ({
  type: "aws:codepipeline/pipeline:Pipeline",
  props: { stages: [stage("source", "Source"), ...stages] },
});
describeRule(pipelineProdManualApproval, {
  complies: {
    "an approval before production": pipeline(stage("approve", "Approval"), stage("production", "Deploy")),
    "an approval within the stage": pipeline(stage("production", "Approval", "Deploy", "Deploy")),
    "an approval before several waves": pipeline(
      stage("ok", "Approval"),
      stage("production-1", "Deploy"),
      stage("production-2", "Deploy"),
    ),
    "an approval after staging": pipeline(
      stage("staging", "Deploy"),
      stage("ok", "Approval"),
      stage("production", "Deploy"),
    ),
    "an approval at the end of staging": pipeline(stage("staging", "Deploy", "Approval"), stage("prod", "Deploy")),
    "staging without one": pipeline(stage("staging", "Deploy")),
    "a word that merely begins like production": pipeline(stage("products", "Deploy")),
    "a stage of production that deploys nothing": pipeline(stage("production-tests", "Test")),
    "a name that the stack does not count": pipeline(stage("prod", "Deploy")),
  },
  violates: {
    "no approval": [pipeline(stage("production", "Deploy")), /^stage production deploys, and nobody has approved it$/],
    "an approval after it": [pipeline(stage("prod", "Deploy"), stage("approve", "Approval")), /^stage prod deploys/],
    "an approval within the stage, too late": [pipeline(stage("prod", "Deploy", "Approval")), /^stage prod deploys/],
    "an approval beside what deploys": [pipeline(atOnce("prod", "Approval", "Deploy")), /^stage prod deploys/],
    "an approval before staging": [
      pipeline(stage("ok", "Approval"), stage("staging", "Deploy"), stage("prod", "Deploy")),
      /^stage prod deploys/,
    ],
    "an update by a build": [pipeline(stage("live", "Build")), /^stage live deploys/],
    "each wave": [pipeline(stage("prod-1", "Deploy"), stage("prod-2", "Deploy")), /^stage prod-1/, /^stage prod-2/],
    "a name that the stack counts": [pipeline(stage("customers", "Deploy")), /^stage customers deploys/],
  },
  unknown: { "the name of a stage": [pipeline(stage(unknown, "Deploy")), /where it deploys to/] },
  config: {
    "a name that the stack does not count": { production: ["customers"] },
    "a name that the stack counts": { production: ["customers"] },
  },
});

const project = (...environmentVariables: Props[]): Described => ({
  type: "aws:codebuild/project:Project",
  props: { environment: { environmentVariables } },
});
describeRule(codebuildNoPlainCredentials, {
  complies: {
    "harmless variables": project({ name: "STACK", value: "prod" }, { name: "URL", value: "https://example.com" }),
    "a secret by its ARN": project({ name: "TOKEN", value: "arn:aws:secretsmanager:us-west-2:1:secret:a" }),
    "a secret by its type": project({ name: "DB_PASSWORD", value: "prod/db:password", type: "SECRETS_MANAGER" }),
    "a parameter by its type": project({ name: "API_KEY", value: "/prod/key", type: "PARAMETER_STORE" }),
    "a switch that is named like a credential": project({ name: "ALLOW_EMPTY_PASSWORD", value: "true" }),
    "a harmless value that is not known yet": project({ name: "BUCKET", value: unknown }),
    "no variables": project(),
  },
  violates: {
    "a password by its name": [
      project({ name: "DB_PASSWORD", value: "hunter2" }),
      /^the value of DB_PASSWORD looks like a credential, by its name$/,
    ],
    "a key by its shape": [
      project({ name: "ID", value: "AKIAIOSFODNN7EXAMPLE", type: "PLAINTEXT" }),
      /ID looks like an AWS access key id/,
    ],
    "a URL with a password": [project({ name: "DB", value: "mysql://app:hunter2@db/shop" }), /a URL with a password/],
    "two of three": [
      project({ name: "A_TOKEN", value: "x1y2z3" }, { name: "A", value: "b" }, { name: "B_SECRET", value: "x1y2z3" }),
      /A_TOKEN/,
      /B_SECRET/,
    ],
  },
  unknown: {
    "a value that is named like a credential": [project({ name: "API_TOKEN", value: unknown }), /API_TOKEN/],
  },
});

const SAFE = {
  autoRollbackConfiguration: { enabled: true, events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"] },
  alarmConfiguration: { enabled: true, alarms: ["web-missing"] },
};
const group = (changes: Props = {}): Described => ({
  type: "aws:codedeploy/deploymentGroup:DeploymentGroup",
  props: { ...SAFE, ...changes },
});
const rollback = (changes: Props) =>
  group({ autoRollbackConfiguration: { ...SAFE.autoRollbackConfiguration, ...changes } });
const alarms = (changes: Props) => group({ alarmConfiguration: { ...SAFE.alarmConfiguration, ...changes } });
describeRule(codedeployRollbackAndAlarms, {
  complies: {
    "alarms and rollback": group(),
    "a rollback by request as well": rollback({
      events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST", "DEPLOYMENT_STOP_ON_ALARM"],
    }),
    "alarms whose names are not known yet": alarms({ alarms: [unknown] }),
  },
  violates: {
    "no rollback": [rollback({ enabled: false }), /^autoRollbackConfiguration\.enabled is false, allowed: true$/],
    "no rollback of failures": [
      rollback({ events: ["DEPLOYMENT_STOP_ON_ALARM"] }),
      /^autoRollbackConfiguration\.events does not name DEPLOYMENT_FAILURE$/,
    ],
    "no rollback by alarms": [rollback({ events: ["DEPLOYMENT_FAILURE"] }), /does not name DEPLOYMENT_STOP_ON_ALARM/],
    "alarms that are off": [alarms({ enabled: false }), /^alarmConfiguration\.enabled is false/],
    "no alarms": [alarms({ alarms: [] }), /^alarmConfiguration\.alarms names none$/],
    "no alarm configuration": [
      group({ alarmConfiguration: undefined }),
      /alarmConfiguration\.enabled is not set/,
      /names none/,
    ],
  },
  unknown: { "the list of alarms": [alarms({ alarms: unknown }), /whether it names any/] },
});
