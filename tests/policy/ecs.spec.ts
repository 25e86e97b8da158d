import assert from "node:assert/strict";
import { ecsContainerLogging } from "../../policy/rules/ecs/ecsContainerLogging";
import { ecsEfsEncryptedTransit } from "../../policy/rules/ecs/ecsEfsEncryptedTransit";
import { ecsInsightsEnabled } from "../../policy/rules/ecs/ecsInsightsEnabled";
import { ecsReadonlyRoot } from "../../policy/rules/ecs/ecsReadonlyRoot";
import { ecsRollbackEnabled } from "../../policy/rules/ecs/ecsRollbackEnabled";
import { ecsSecretsNotEnv } from "../../policy/rules/ecs/ecsSecretsNotEnv";
import { describeRule } from "../support/describeRule";
import { runRule, unknown } from "../support/policy";

const definition = (props: Record<string, unknown>) => ({ type: "aws:ecs/taskDefinition:TaskDefinition", props });
const task = (...containers: unknown[]) => definition({ containerDefinitions: JSON.stringify(containers) });
const web = (rest: object) => ({ name: "web", image: "twig:1.4.2", ...rest });

const logs = (logDriver?: unknown) => web({ logConfiguration: { logDriver, options: { "awslogs-group": "twig" } } });
describeRule(ecsContainerLogging, {
  complies: {
    "a log group": task(logs("awslogs")),
    "a router for logs, which logs itself": task(logs("awsfirelens"), { ...logs("awslogs"), name: "router" }),
    "names as CloudFormation spells them": task({ Name: "web", LogConfiguration: { LogDriver: "awslogs" } }),
    "a driver that the stack allows": task(logs("journald")),
    "another type": { type: "aws:ecs/service:Service", props: { containerDefinitions: "[]" } },
  },
  violates: {
    "a container without a log": [
      task(web({})),
      /^container web: logConfiguration\.logDriver is not set, allowed: "awslogs", "awsfirelens"/,
    ],
    "the second container": [task(logs("awslogs"), { name: "db" }), /^container db: .* is not set/],
    "a log that goes with the instance": [task(logs("json-file")), /logDriver is "json-file"/],
    "no log at all": [task(logs("none")), /logDriver is "none"/],
    "a container without a name": [task({}), /^containerDefinitions\[0\]: /],
    "a driver that is no text": [task(logs(["awslogs"])), /logDriver is a list/],
    "definitions that are missing": [definition({}), /^containerDefinitions: .* is not set/],
    "definitions that are no JSON": [definition({ containerDefinitions: "[{" }), /^containerDefinitions: /],
    "definitions that are no list": [definition({ containerDefinitions: '{"name":"web"}' }), /^containerDefinitions: /],
    "definitions of nothing": [task(null), /^containerDefinitions\[0\]: /],
  },
  unknown: {
    "definitions that a part makes unknown": [definition({ containerDefinitions: unknown }), /containerDefinitions/],
  },
  config: { "a driver that the stack allows": { drivers: ["journald"] } },
});

// Credentials are put together here, so that scanners of this repository do not take them for real ones.
const env = (variables: Record<string, unknown>) =>
  task(web({ environment: Object.entries(variables).map(([name, value]) => ({ name, value })) }));
const byName = (name: string) =>
  new RegExp(`^container web: the value of ${name} looks like a credential, by its name$`);
describeRule(ecsSecretsNotEnv, {
  complies: {
    "ordinary variables": env({
      NODE_ENV: "production",
      DB_HOST: "db.internal",
      PWD: "/app",
      MONKEY: "yes",
      BYPASS: "1",
    }),
    "a secret by reference": task(web({ secrets: [{ name: "DB_PASSWORD", valueFrom: "prod/db" }] })),
    "flags about passwords": env({ MYSQL_ALLOW_EMPTY_PASSWORD: "yes", MYSQL_RANDOM_ROOT_PASSWORD: "true" }),
    "where a secret is": env({
      DB_PASSWORD_FILE: "/run/secrets/db",
      API_TOKEN: "arn:aws:secretsmanager:us-west-2:1:secret:x",
    }),
    "names that only mention secrets": env({
      SECRET_NAME: "prod/db",
      TOKEN_TTL: "300",
      MAX_TOKENS: "9000",
      PUBLIC_KEY: "k",
    }),
    "a variable without a value": env({ DB_PASSWORD: "" }),
    "names that the stack calls harmless": env({ CSRF_TOKEN: "x-csrf" }),
    "variables that are none": task(web({ environment: { DB_PASSWORD: "x" } }), web({ environment: [null, 7] }), 3),
  },
  violates: {
    "a password": [env({ DB_PASSWORD: "hunter2" }), byName("DB_PASSWORD")],
    "a password without a gap": [env({ PGPASSWORD: "hunter2" }), byName("PGPASSWORD")],
    "every spelling": [
      env({ dbPassword: "a", "api-key": "b", SMTP_PASS: "c" }),
      byName("dbPassword"),
      byName("api-key"),
      byName("SMTP_PASS"),
    ],
    keys: [
      env({ DJANGO_SECRET_KEY: "a", AWS_SECRET_ACCESS_KEY: "b", SECRET_KEY_BASE: "c", JWT_SIGNING_KEY: "d" }),
      byName("DJANGO_SECRET_KEY"),
      byName("AWS_SECRET_ACCESS_KEY"),
      byName("SECRET_KEY_BASE"),
      byName("JWT_SIGNING_KEY"),
    ],
    "an address with a password": [
      env({ DATABASE_URL: "postgres://app:" + "hunter2@db/shop" }),
      /^container web: the value of DATABASE_URL looks like a URL with a password$/,
    ],
    "an address with a password alone": [env({ CACHE: "redis://:" + "hunter2@cache" }), /a URL with a password$/],
    "an access key under any name": [env({ NOTE: "AKIA" + "IOSFODNN7EXAMPLE" }), /an AWS access key id$/],
    "names as CloudFormation spells them": [
      task({ Name: "web", Environment: [{ Name: "DB_PASSWORD", Value: "hunter2" }] }),
      byName("DB_PASSWORD"),
    ],
    "each container": [
      task(web({}), { name: "db", environment: [{ name: "MYSQL_ROOT_PASSWORD", value: "hunter2" }] }),
      /^container db: the value of MYSQL_ROOT_PASSWORD/,
    ],
  },
  unknown: {
    "definitions that a part makes unknown": [definition({ containerDefinitions: unknown }), /containerDefinitions/],
  },
  config: { "names that the stack calls harmless": { harmlessNames: ["CSRF_TOKEN"] } },
});

describe("ecs-secrets-not-env", () => {
  it("repeats no value, nor any part of one", () => {
    const values = ["hunter2", "postgres://app:" + "swordfish@db/shop", "ghp_" + "a".repeat(36)];
    const said = runRule(
      ecsSecretsNotEnv,
      env(Object.fromEntries(values.map((value, i) => [`T${i}_PASSWORD`, value]))),
    );
    assert.equal(said.violations.length, values.length);
    assert.doesNotMatch(said.violations.join(), /hunter2|swordfish|postgres|ghp_|aaa/);
  });
});

const root = (readonlyRootFilesystem?: unknown) => web({ readonlyRootFilesystem });
describeRule(ecsReadonlyRoot, {
  complies: {
    "a read-only root": task(root(true)),
    several: task(root(true), { ...root(true), name: "db" }),
    "the switch as CloudFormation spells it": task({ Name: "web", ReadonlyRootFilesystem: true }),
    "Windows, which has no such switch": definition({
      containerDefinitions: JSON.stringify([root()]),
      runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" },
    }),
  },
  violates: {
    "the default": [task(root()), /^container web: readonlyRootFilesystem is not set, allowed: true$/],
    "a writable root": [task(root(false)), /readonlyRootFilesystem is false/],
    "a text": [task(root("true")), /readonlyRootFilesystem is "true"/],
    "the one of two": [task(root(true), { name: "db" }), /^container db: /],
    "Linux by name": [
      definition({
        containerDefinitions: JSON.stringify([root()]),
        runtimePlatform: { operatingSystemFamily: "LINUX" },
      }),
      /not set/,
    ],
    "definitions that are a list, not its JSON": [definition({ containerDefinitions: [root(true)] }), /not set/],
  },
  unknown: {
    "definitions that a part makes unknown": [definition({ containerDefinitions: unknown }), /containerDefinitions/],
  },
});

const service = (props: Record<string, unknown>) => ({ type: "aws:ecs/service:Service", props });
const BREAKER = { deploymentCircuitBreaker: { enable: true, rollback: true } };
const ALARMS = { alarms: { alarmNames: ["errors"], enable: true, rollback: true } };
const strategy = (name: string) => ({ deploymentConfiguration: { strategy: name } });
describeRule(ecsRollbackEnabled, {
  complies: {
    "a circuit breaker that rolls back": service(BREAKER),
    "alarms that roll back": service({ ...ALARMS, ...strategy("ROLLING") }),
    "alarms whose names are unknown": service({ alarms: { ...ALARMS.alarms, alarmNames: [unknown] } }),
    "blue/green with alarms": service({ ...ALARMS, ...strategy("BLUE_GREEN") }),
    "a strategy that is unknown, with alarms": service({ ...ALARMS, ...strategy(unknown) }),
    "a switch of the breaker that is unknown, with alarms": service({
      ...ALARMS,
      deploymentCircuitBreaker: { enable: unknown, rollback: true },
    }),
    "deployments by CodeDeploy, which rolls back itself": service({ deploymentController: { type: "CODE_DEPLOY" } }),
    "task sets of somebody else": service({ deploymentController: { type: "EXTERNAL" } }),
  },
  violates: {
    neither: [
      service({ deploymentController: { type: "ECS" } }),
      /^a failed deployment is not rolled back: deploymentCircuitBreaker\.enable is not set, allowed: true; alarms\.enable is not set/,
    ],
    "a breaker that only stops": [
      service({ deploymentCircuitBreaker: { enable: true, rollback: false } }),
      /deploymentCircuitBreaker\.rollback is false/,
    ],
    "alarms that only stop": [service({ alarms: { ...ALARMS.alarms, rollback: false } }), /alarms\.rollback is false/],
    "alarms without names": [service({ alarms: { ...ALARMS.alarms, alarmNames: [] } }), /alarms\.alarmNames is empty$/],
    "a breaker with a strategy other than rolling": [
      service({ ...BREAKER, ...strategy("CANARY") }),
      /^a failed deployment is not rolled back: alarms\.enable is not set, allowed: true$/,
    ],
    "switches that are texts": [
      service({ deploymentCircuitBreaker: { enable: "true", rollback: "true" } }),
      /enable is "true"/,
    ],
    "an unknown switch beside one that is off": [
      service({ deploymentCircuitBreaker: { enable: unknown, rollback: false } }),
      /deploymentCircuitBreaker\.rollback is false/,
    ],
  },
  unknown: {
    "an unknown switch": [
      service({ deploymentCircuitBreaker: { enable: true, rollback: unknown } }),
      /^not provable: deploymentCircuitBreaker\.rollback is known only after deployment/,
    ],
    "a list of alarms that may be empty": [
      service({ alarms: { ...ALARMS.alarms, alarmNames: unknown } }),
      /^not provable: alarms\.alarmNames/,
    ],
    "a breaker with a strategy that is unknown": [
      service({ ...BREAKER, ...strategy(unknown) }),
      /^not provable: deploymentConfiguration\.strategy/,
    ],
  },
});

const cluster = (settings?: unknown) => ({ type: "aws:ecs/cluster:Cluster", props: { settings } });
const insights = (value: unknown) => [{ name: "containerInsights", value }];
describeRule(ecsInsightsEnabled, {
  complies: {
    "enhanced metrics": cluster(insights("enhanced")),
    "plain metrics": cluster(insights("enabled")),
    "the setting among others": cluster([{ name: unknown, value: "x" }, ...insights("enabled")]),
    "another type": { type: "aws:ecs/service:Service", props: {} },
  },
  violates: {
    "what the account happens to have": [cluster(), /^containerInsights is not set, allowed: "enhanced", "enabled"$/],
    "no metrics": [cluster(insights("disabled")), /containerInsights is "disabled"/],
    "a value in another case": [cluster(insights("Enabled")), /is "Enabled"/],
    "other settings": [cluster([{ name: "other", value: "enabled" }]), /not set/],
    "no settings": [cluster([]), /not set/],
    "a map": [cluster({ containerInsights: "enabled" }), /not set/],
  },
  unknown: {
    "settings that are unknown": [cluster(unknown), /settings/],
    "an unknown value": [cluster(insights(unknown)), /settings/],
    "an unknown name": [cluster([{ name: unknown, value: "enabled" }]), /settings/],
  },
});

const volume = (efsVolumeConfiguration?: unknown) =>
  definition({ volumes: [{ name: "data", efsVolumeConfiguration }] });
const MOUNT = {
  fileSystemId: unknown,
  transitEncryption: "ENABLED",
  authorizationConfig: { accessPointId: unknown, iam: "ENABLED" },
};
describeRule(ecsEfsEncryptedTransit, {
  complies: {
    "TLS and IAM": volume(MOUNT),
    "a volume of the task alone": volume(),
    "a task without volumes": definition({}),
    "a volume of the host": definition({ volumes: [{ name: "logs", hostPath: "/var/log" }] }),
  },
  violates: {
    "the defaults": [
      volume({ fileSystemId: "fs-1" }),
      /^volumes\[0\]\.efsVolumeConfiguration\.transitEncryption is not set, allowed: "ENABLED"$/,
      /authorizationConfig\.iam is not set, allowed: "ENABLED"$/,
    ],
    "NFS in clear": [volume({ ...MOUNT, transitEncryption: "DISABLED" }), /transitEncryption is "DISABLED"/],
    anybody: [volume({ ...MOUNT, authorizationConfig: { iam: "DISABLED" } }), /iam is "DISABLED"/],
    "an access point without IAM": [
      volume({ ...MOUNT, authorizationConfig: { accessPointId: "fsap-1" } }),
      /iam is not set/,
    ],
    "a switch that is no text": [volume({ ...MOUNT, transitEncryption: true }), /transitEncryption is true/],
    "the second volume": [
      definition({ volumes: [{ name: "tmp" }, { efsVolumeConfiguration: { ...MOUNT, transitEncryption: "" } }] }),
      /^volumes\[1\]\.efsVolumeConfiguration\.transitEncryption is ""/,
    ],
  },
  unknown: {
    "an unknown switch": [volume({ ...MOUNT, transitEncryption: unknown }), /not provable: .*transitEncryption/],
    "a mount that is unknown": [volume(unknown), /^not provable: volumes\[0\]\.efsVolumeConfiguration/],
    "volumes that are unknown": [definition({ volumes: unknown }), /^not provable: volumes\[0\]/],
  },
});
