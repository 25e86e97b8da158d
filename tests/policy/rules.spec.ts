import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { invalidConfig, readPackConfig, reconcile } from "../../plan/policy/packConfig";
import { policyFiles } from "../../policy/generate";
import { toPolicy } from "../../policy/policies";
import { RULES } from "../../policy/rules";
import { TRAFFIC_TYPES } from "../../policy/rules/securityGroup/traffic";
import { TAGGABLE_TYPES } from "../../policy/rules/tags/tagSets";
import { runRule, unknown } from "../support/policy";

const root = path.join(__dirname, "..", "..");

/** Rules whose level depends on the stack. */
const LEVELS = {
  "sg-no-unrestricted-egress": { dev: "advisory", uat: "advisory", prod: "mandatory" },
  "asg-min-two": { dev: "disabled", uat: "advisory", prod: "mandatory" },
  "alb-deletion-protection": { dev: "disabled", uat: "mandatory", prod: "mandatory" },
  "alb-waf-associated": { dev: "disabled", uat: "advisory", prod: "mandatory" },
  "listener-https-only": { dev: "advisory", uat: "mandatory", prod: "mandatory" },
  "ecs-readonly-root": { dev: "advisory", uat: "mandatory", prod: "mandatory" },
  "ecs-insights-enabled": { dev: "advisory", uat: "mandatory", prod: "mandatory" },
};

describe("the rules of the pack", () => {
  it("are these: who adds or drops one says so here", () => {
    assert.deepEqual(
      RULES.map(({ name, level }) => `${name} ${level}`),
      [
        "tags-required mandatory",
        "tags-allowed-values mandatory",
        "tags-environment-matches-stack mandatory",
        "tags-no-secrets-like-values mandatory",
        "sg-no-world-ingress mandatory",
        "sg-no-admin-ports mandatory",
        "sg-no-all-protocol-ingress mandatory",
        "sg-no-wide-port-range mandatory",
        "sg-rule-described mandatory",
        "sg-no-inline-and-standalone-mix mandatory",
        "sg-no-unrestricted-egress advisory",
        "sg-default-closed mandatory",
        "ec2-imdsv2-required mandatory",
        "ec2-volumes-encrypted mandatory",
        "ec2-no-public-ip mandatory",
        "lt-version-pinned mandatory",
        "lt-ami-literal mandatory",
        "asg-elb-health-check mandatory",
        "asg-min-two advisory",
        "asg-refresh-safe mandatory",
        "tg-deregistration-delay-set mandatory",
        "alb-deletion-protection advisory",
        "alb-access-logs mandatory",
        "alb-drop-invalid-headers mandatory",
        "listener-https-only mandatory",
        "listener-tls-policy mandatory",
        "alb-waf-associated advisory",
        "ecs-container-logging mandatory",
        "ecs-secrets-not-env mandatory",
        "ecs-readonly-root mandatory",
        "ecs-rollback-enabled mandatory",
        "ecs-insights-enabled mandatory",
        "ecs-efs-encrypted-transit mandatory",
        "efs-encrypted mandatory",
        "efs-accesspoint-nonroot mandatory",
        "s3-public-access-blocked mandatory",
        "s3-versioned mandatory",
        "s3-encrypted mandatory",
        "s3-tls-only-policy mandatory",
        "backup-bucket-lifecycle mandatory",
        "iam-no-admin mandatory",
        "iam-no-wildcard-resource mandatory",
        "iam-passrole-scoped mandatory",
        "iam-trust-has-source-condition mandatory",
        "pipeline-artifacts-cmk-per-region mandatory",
        "pipeline-prod-manual-approval mandatory",
        "codebuild-no-plain-credentials mandatory",
        "codedeploy-rollback-and-alarms mandatory",
        "logs-retention-set mandatory",
        "alarm-has-action mandatory",
        "kms-rotation mandatory",
      ],
    );
  });

  it("fail on what cannot be proved wherever they are about security", () => {
    const secure = RULES.filter(({ name, topics }) => /^(sg|ec2|efs)-/.test(name) || topics.includes("encryption"));
    assert.ok(secure.length > 14);
    assert.deepEqual(
      secure.filter((rule) => rule.unknown !== "fails"),
      [],
    );
  });

  it("stand one to a file of its name, at most 60 lines long", () => {
    const files = readdirSync(path.join(root, "policy", "rules"), { recursive: true, encoding: "utf8" });
    for (const { name } of RULES) {
      const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      const file = files.find((candidate) => path.basename(candidate) === `${camel}.ts`);
      assert.ok(file, `${camel}.ts is missing`);
      const lines = readFileSync(path.join(root, "policy", "rules", file), "utf8")
        .trimEnd()
        .split("\n");
      assert.ok(lines.length <= 60, `${file} has ${lines.length} lines`);
    }
  });

  it("tell in every report how to comply, and give the SDK their metadata", () => {
    for (const rule of RULES) {
      const { configSchema, remediationSteps, severity, url } = toPolicy(rule);
      assert.ok(configSchema?.properties.exemptions, rule.name);
      assert.deepEqual([remediationSteps, severity], [rule.fix, rule.severity]);
      assert.match(String(url), /^https:/);
      assert.match(rule.description, /\.$/);
    }
  });

  it("have texts and a table of taggable types that are generated from what is installed: run `npm run generate`", () => {
    for (const [file, text] of Object.entries(policyFiles())) {
      assert.equal(readFileSync(path.join(root, file), "utf8"), text, file);
    }
  });

  it("know map tags, the list of Auto Scaling groups, and false friends", () => {
    const known = (type: string) => TAGGABLE_TYPES.has(type);
    assert.ok(["aws:s3/bucket:Bucket", "aws:lb/loadBalancer:LoadBalancer", "aws:autoscaling/group:Group"].every(known));
    assert.ok(!["aws:devopsguru/resourceCollection:ResourceCollection", "aws:iam/rolePolicy:RolePolicy"].some(known));
  });

  for (const stack of ["dev", "uat", "prod"] as const) {
    it(`accept the policy configuration of ${stack}, which makes some of them stricter or looser`, () => {
      const given = readPackConfig(path.join(root, "policy-config", `slipway.${stack}.json`));
      const rules = RULES.map((rule) => {
        const { configSchema } = toPolicy(rule);
        const properties = JSON.parse(JSON.stringify(configSchema?.properties)) as Record<string, never>;
        return { name: rule.name, level: rule.level, schema: { properties, required: [] } };
      });
      const config = reconcile(rules, given);
      assert.deepEqual(invalidConfig(rules, config, given), []);
      const levels = Object.fromEntries(Object.keys(LEVELS).map((name) => [name, config.get(name)?.level]));
      assert.deepEqual(levels, Object.fromEntries(Object.entries(LEVELS).map(([name, level]) => [name, level[stack]])));
    });
  }
});

/** Properties that some rule reads, so that garbage gets where it can do harm. */
const PROPERTIES = `
  tags tagsAll tagSpecifications resourceType key value propagateAtLaunch Environment Owner constructor __proto__ length
  ingress egress type protocol ipProtocol fromPort toPort cidrBlocks cidrIpv4 description securityGroups self id toString
  securityGroupId vpcId metadataOptions httpTokens httpPutResponseHopLimit blockDeviceMappings ebs encrypted rootBlockDevice
  launchTemplate version mixedInstancesPolicy launchTemplateSpecification overrides retentionInDays instanceRefresh preferences
  minHealthyPercentage checkpointPercentages alarmSpecification alarms alarmNames enable rollback deploymentCircuitBreaker
  deploymentConfiguration deploymentController strategy settings name volumes efsVolumeConfiguration authorizationConfig iam
  containerDefinitions runtimePlatform operatingSystemFamily loadBalancerType internal accessLogs enabled port sslPolicy actions
  defaultActions redirect listenerArn resourceArn deregistrationDelay targetType posixUser uid secondaryGids rootDirectory
  policy inlinePolicies assumeRolePolicy Statement Effect Action NotAction Resource NotResource Condition Principal Service
  policyArn managedPolicyArns artifactStores encryptionKey region stages category environment environmentVariables
  autoRollbackConfiguration events alarmConfiguration alarmActions actionsEnabled enableKeyRotation
`
  .trim()
  .split(/\s+/);

/** What stack rules look at, besides. */
const STACK_TYPES = [
  ...[...TRAFFIC_TYPES, "aws:ec2/vpc:Vpc", "awsx:ec2:Vpc"],
  ...["aws:lb/loadBalancer:LoadBalancer", "aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule"],
  "aws:wafv2/webAclAssociation:WebAclAssociation",
];

const odd = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    fc.constantFrom(unknown, null, "", "-1", "tcp", "0.0.0.0/0", "::/0", "/", 0, -1, 22, 70000, NaN, true, {}, []),
    fc.string(),
    fc.constantFrom("Allow", "*", "iam:PassRole", "Approval", "Deploy", "prod", '{"Statement":[{"Effect":"Allow"}]}'),
    fc.constantFrom("HTTP", "redirect", "forward", "containerInsights", "ENABLED", "enabled"),
    fc.constantFrom(
      "[",
      "{}",
      "[null]",
      '[{"environment":[{"name":"TOKEN","value":{}},3]}]',
      '[{"logConfiguration":[]}]',
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...PROPERTIES), tie("value"), { maxKeys: 6, noNullPrototype: true }),
  ),
})).value;
const odds = fc.dictionary(fc.constantFrom(...PROPERTIES), odd, { maxKeys: 8, noNullPrototype: true });

describe("every rule", () => {
  for (const rule of RULES) {
    it(`${rule.name} throws nothing, whatever the properties are: an exception would abort the deployment`, () => {
      const types = "checkStack" in rule ? [...rule.inputsOf, ...STACK_TYPES] : [...rule.types];
      const rareOnes = types.filter((type) => /launchTemplate:|autoscaling\/group:|ec2\//.test(type));
      const type = fc.oneof(fc.constantFrom(...types), fc.constantFrom(...(rareOnes.length > 0 ? rareOnes : types)));
      const resource = fc.record({ type, props: odds, outputs: odds, name: fc.string() });
      const linked = fc.array(resource, { minLength: 1, maxLength: 4 }).map((all) =>
        all.map((item, index) => ({
          ...item,
          urn: `urn:pulumi:dev::slipway::${item.type}::${index}`,
          dependsOn: Object.fromEntries(
            ["securityGroupId", "vpcId", "listenerArn", "resourceArn"].map((property) => [
              property,
              [`urn:pulumi:dev::slipway::${all[0]!.type}::0`],
            ]),
          ),
        })),
      );
      fc.assert(
        fc.property(linked, (resources) => void runRule(rule, resources)),
        { numRuns: 60 },
      );
    });
  }
});
