import assert from "node:assert/strict";
import { everyEnvironment, type Settings } from "./support/everyStack";
import type { Facts } from "./support/readBack";
import { conditionsOf, forwardedTo, type ServiceFacts } from "./support/readServices";

type ServiceSettings = Settings["services"][number];

describe("what is in the account of a stack's services while it is up", () => {
  /** Checks every service that `applies` selects, one at least, of every stack that has one. */
  const everyService = (
    check: (facts: ServiceFacts, settings: ServiceSettings, stack: Facts, all: Settings) => void,
    applies: (settings: ServiceSettings) => boolean = () => true,
  ) =>
    everyEnvironment(
      (facts, settings) => {
        for (const service of settings.services.filter(applies)) {
          check(facts.services[service.name]!, service, facts, settings);
        }
      },
      ({ services }) => services.some(applies),
    );

  const isShifted = ({ deployment }: ServiceSettings) => (deployment?.strategy ?? "rolling") !== "rolling";
  const mountsFiles = ({ volumes }: ServiceSettings) => volumes.some(({ fileSystem }) => fileSystem);

  it("T9 T11 each is a service of its own on the cluster, with its containers and its number of tasks", () =>
    everyService(({ service, task, deployments }, { containers, desiredCount, scaling }) => {
      assert.equal(service.status, "ACTIVE");
      const wanted = desiredCount ?? scaling?.min ?? 1;
      assert.deepEqual([service.desiredCount, service.runningCount], [wanted, wanted]);
      assert.equal(deployments.length, 1);
      assert.deepEqual(
        task.containerDefinitions!.map(({ name, image }) => ({ name, image })),
        containers.map(({ name, image }) => ({ name, image })),
      );
    }));

  it("T2 A2 tasks run where the settings say: on the cluster's instances, on Fargate, partly on Spot", () =>
    everyService(({ service, task }, { capacity }, { outputs }, { cluster }) => {
      const names = { instances: outputs.capacityProvider!, fargate: "FARGATE", fargateSpot: "FARGATE_SPOT" };
      const wanted = capacity ?? [{ provider: cluster.instances ? "instances" : "fargate", weight: 1, base: 0 }];
      const shares = (list: { provider: string; weight?: number; base?: number }[]) =>
        list.map(({ provider, weight = 0, base = 0 }) => `${provider} ${weight} ${base}`).sort();
      assert.deepEqual(
        shares(service.capacityProviderStrategy!.map((one) => ({ ...one, provider: one.capacityProvider! }))),
        shares(wanted.map((one) => ({ ...one, provider: names[one.provider] }))),
      );
      const kind = names.instances === service.capacityProviderStrategy![0]!.capacityProvider ? "EC2" : "FARGATE";
      assert.deepEqual(task.requiresCompatibilities, [kind]);
      assert.equal(task.networkMode, "awsvpc");
    }));

  it("T9 T10 requests reach it by a rule of its own, by host, path and priority", () =>
    everyService(
      ({ rules, targetGroups }, { route }) => {
        const rule = rules.find(({ Priority }) => Priority === String(route!.priority))!;
        assert.deepEqual(conditionsOf(rule), { hosts: route!.hosts, paths: route!.paths });
        assert.deepEqual(forwardedTo(rule).sort(), targetGroups.map((group) => group.TargetGroupArn!).sort());
      },
      ({ route }) => route !== undefined,
    ));

  it("T9 G4 the load balancer asks the application's own health-check path, on its port", () =>
    everyService(
      ({ service, targetGroups }, { route }) => {
        assert.equal(service.loadBalancers![0]!.containerPort, route!.port);
        assert.ok(targetGroups.length > 0);
        for (const { HealthCheckPath, HealthCheckPort, Matcher, TargetType } of targetGroups) {
          assert.equal(HealthCheckPath, route!.healthCheck.path);
          assert.equal(Matcher!.HttpCode, route!.healthCheck.matcher);
          // Each task is asked on the port with which ECS registers it: its container's.
          assert.deepEqual([HealthCheckPort, TargetType], ["traffic-port", "ip"]);
        }
      },
      ({ route }) => route !== undefined,
    ));

  it("T14 containers write to the service's log group, each in streams of its own", () =>
    everyService(({ task, logGroup }) => {
      for (const { name, logConfiguration } of task.containerDefinitions!) {
        assert.equal(logConfiguration!.options!["awslogs-group"], logGroup);
        assert.equal(logConfiguration!.options!["awslogs-stream-prefix"], name);
      }
    }));

  it("T19 the number of tasks follows CPU and HTTP 500s within its limits, and the clock", () =>
    everyService(
      ({ scalableTarget, policies, schedules }, { scaling }) => {
        const { min, max, cpuPercent, serverErrors } = scaling!;
        assert.deepEqual([scalableTarget!.MinCapacity, scalableTarget!.MaxCapacity], [min, max]);
        const tracked = policies.flatMap(({ TargetTrackingScalingPolicyConfiguration: one }) => one ?? []);
        const cpu = tracked.find(
          ({ PredefinedMetricSpecification: metric }) =>
            metric?.PredefinedMetricType === "ECSServiceAverageCPUUtilization",
        );
        assert.equal(cpu?.TargetValue, cpuPercent);
        const steps = policies.filter(({ PolicyType }) => PolicyType === "StepScaling");
        assert.equal(steps.length, serverErrors ? 1 : 0);
        assert.deepEqual(
          schedules.map(({ Schedule, Timezone }) => `${Schedule} ${Timezone}`).sort(),
          scaling!.schedules.map(({ cron, timezone }) => `cron(${cron}) ${timezone}`).sort(),
        );
      },
      ({ scaling }) => scaling !== undefined,
    ));

  it("T19 tasks that scaling adds on HTTP 500s are asked for by an alarm", () =>
    everyService(
      ({ policies }, _, { alarms }) => {
        const step = policies.find(({ PolicyType }) => PolicyType === "StepScaling")!;
        assert.ok(alarms.some(({ AlarmActions }) => AlarmActions!.includes(step.PolicyARN!)));
      },
      ({ scaling }) => scaling?.serverErrors !== undefined,
    ));

  it("A4 a file system is encrypted, backed up, reached in every database subnet, and by its access points alone", () =>
    everyEnvironment(
      ({ fileSystems, outputs }, settings) => {
        for (const { name, accessPoints: wanted, backup } of settings.fileSystems) {
          const { fileSystem, accessPoints, subnetIds, policy, backup: status } = fileSystems[name]!;
          assert.equal(fileSystem.Encrypted, true);
          assert.equal(status, backup ? "ENABLED" : "DISABLED");
          assert.deepEqual([...subnetIds].sort(), [...outputs.databaseSubnetIds].sort());
          assert.deepEqual(
            accessPoints.map(({ RootDirectory, PosixUser }) => `${RootDirectory!.Path} ${PosixUser!.Uid}`).sort(),
            wanted.map(({ path, uid }) => `${path} ${uid}`).sort(),
          );
          assert.ok(accessPoints.every(({ PosixUser }) => PosixUser!.Uid !== 0 && PosixUser!.Gid !== 0));
          const denied = policy.Statement.filter(({ Effect }) => Effect === "Deny").map(({ Sid }) => Sid);
          assert.deepEqual(denied.sort(), ["AccessPointsOnly", "NobodyIsRoot", "TlsOnly"]);
        }
      },
      ({ fileSystems }) => fileSystems.length > 0,
    ));

  it("A4 tasks mount their volumes through access points, with TLS and their role", () =>
    everyService(({ task }, { volumes }, { fileSystems }) => {
      const mounted = volumes.filter(({ fileSystem }) => fileSystem);
      for (const { name, fileSystem } of mounted) {
        const { efsVolumeConfiguration: efs } = task.volumes!.find((volume) => volume.name === name)!;
        assert.equal(efs!.fileSystemId, fileSystems[fileSystem!]!.fileSystem.FileSystemId);
        assert.equal(efs!.transitEncryption, "ENABLED");
        assert.equal(efs!.authorizationConfig!.iam, "ENABLED");
        const points = fileSystems[fileSystem!]!.accessPoints.map(({ AccessPointId }) => AccessPointId);
        assert.ok(points.includes(efs!.authorizationConfig!.accessPointId));
      }
    }, mountsFiles));

  it("A3 a bucket of environment files is closed to the public, to plain HTTP, and to all but the execution role", () =>
    everyService(
      ({ task, bucket }) => {
        assert.deepEqual(Object.values(bucket!.publicAccessBlock), [true, true, true, true]);
        const [own, tls, ...others] = [...bucket!.policy.Statement].sort((a, b) => (a.Sid < b.Sid ? -1 : 1));
        assert.deepEqual(others, []);
        assert.deepEqual([own!.Effect, own!.Action], ["Deny", "s3:GetObject*"]);
        assert.deepEqual(own!.Condition, { StringNotEquals: { "aws:PrincipalArn": task.executionRoleArn } });
        assert.deepEqual([tls!.Effect, tls!.Action], ["Deny", "s3:*"]);
        assert.deepEqual(tls!.Condition, { Bool: { "aws:SecureTransport": "false" } });
      },
      ({ containers }) => containers.some(({ environmentFiles }) => environmentFiles.length > 0),
    ));

  it("A2 services find each other: those that others connect to are in the environment's namespace", () =>
    everyService(
      ({ registeredAs }, { name }) => assert.deepEqual(registeredAs, [name]),
      ({ discovery }) => discovery?.via === "dns",
    ));

  it("G2 G3 before the first deployment both sets of targets stand behind the rules, the first with all traffic", () =>
    everyService(({ rules, targetGroups }, { deployment, route }) => {
      assert.equal(targetGroups.length, 2);
      const test = deployment.strategy === "rolling" ? undefined : deployment.testTraffic;
      const priorities = [String(route!.priority), ...(test ? [String(test.priority)] : [])];
      assert.deepEqual(rules.map(({ Priority }) => Priority).sort(), priorities.sort());
      for (const { Actions } of rules) {
        const weights = Actions![0]!.ForwardConfig!.TargetGroups!.map(({ Weight }) => Weight);
        assert.deepEqual(weights.sort(), [0, 1]);
      }
      const header = rules.flatMap(({ Conditions }) => Conditions!.flatMap((one) => one.HttpHeaderConfig ?? []));
      assert.deepEqual(header, test ? [{ HttpHeaderName: test.header, Values: [test.value] }] : []);
    }, isShifted));

  it("G3 alarms decide on a deployment, and roll it back", () =>
    everyService(
      ({ service }, _, { alarms }) => {
        const { enable, rollback, alarmNames } = service.deploymentConfiguration!.alarms!;
        assert.deepEqual([enable, rollback], [true, true]);
        const names = alarms.map(({ AlarmName }) => AlarmName);
        assert.ok(alarmNames!.length > 0 && alarmNames!.every((name) => names.includes(name)));
      },
      ({ route }) => route !== undefined,
    ));

  it("T4 T13 a failed deployment is told to the operations topic, a pause to the build topic", () =>
    everyService(({ announcements }, { deployment }, { outputs }) => {
      const pauses = deployment && deployment.strategy !== "rolling" ? deployment.pauses : [];
      const to = (event: string) =>
        announcements.filter(({ pattern }) => pattern.includes(event)).flatMap((one) => one.to);
      assert.deepEqual(to("SERVICE_DEPLOYMENT_FAILED"), [outputs.operationsTopicArn]);
      assert.deepEqual(
        to("HOOK_AWAITING_ACTION"),
        pauses.map(() => outputs.buildTopicArn),
      );
    }));
});
