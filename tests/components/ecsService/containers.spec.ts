import assert from "node:assert/strict";
import type { ContainerArgs } from "../../../components/ecsService/containerArgs";
import { containerDefinition } from "../../../components/ecsService/task/containers";
import { containerOf } from "./tasks";

/** The definition as ECS gets it. */
function containerFrom(changes: Partial<ContainerArgs>, exec = false): Record<string, unknown> {
  const definition = containerDefinition(containerOf(changes), {
    region: "us-west-2",
    logGroup: "group",
    exec,
    connections: [],
  });
  return JSON.parse(JSON.stringify(definition)) as Record<string, unknown>;
}

describe("Container of a task", () => {
  it("T9 runs a container with a read-only root, as a user that is not root, without privileges or capabilities", () => {
    assert.deepEqual(containerFrom({}), {
      name: "web",
      image: "123456789012.dkr.ecr.us-west-2.amazonaws.com/twig:1.4.2",
      essential: true,
      cpu: 0,
      portMappings: [{ name: "tcp-3000", containerPort: 3000, hostPort: 3000, protocol: "tcp" }],
      environment: [],
      mountPoints: [],
      volumesFrom: [],
      user: "1000:1000",
      readonlyRootFilesystem: true,
      systemControls: [],
      stopTimeout: 30,
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": "group",
          "awslogs-region": "us-west-2",
          "awslogs-stream-prefix": "web",
          mode: "non-blocking",
          "max-buffer-size": "25m",
        },
      },
    });
  });

  it("gives every argument of a container to ECS", () => {
    const container = containerFrom({
      registryCredentials: "arn:aws:secretsmanager:us-west-2:123456789012:secret:registry-AbCdEf",
      command: ["serve"],
      entryPoint: ["/bin/app"],
      environment: { B: "2", A: "1" },
      secrets: {
        Z: "arn:aws:ssm:us-west-2:123456789012:parameter/z",
        Y: "arn:aws:ssm:us-west-2:123456789012:parameter/y",
      },
      cpu: 64,
      memoryMiB: 256,
      memoryReservationMiB: 128,
      essential: false,
      dependsOn: { two: "START", one: "HEALTHY" },
      healthCheck: { command: "curl -f http://127.0.0.1:3000/ping", retries: 5 },
      mounts: [{ volume: "data", path: "/data", readOnly: true }],
      user: "node",
      scratch: { "/tmp": 64, "/run": 1 },
      writableRoot: true,
      stopTimeoutSeconds: 120,
    });
    // What every container has is the test above.
    for (const key of ["logConfiguration", "image", "portMappings"]) delete container[key];
    assert.deepEqual(container, {
      name: "web",
      repositoryCredentials: {
        credentialsParameter: "arn:aws:secretsmanager:us-west-2:123456789012:secret:registry-AbCdEf",
      },
      essential: false,
      cpu: 64,
      memory: 256,
      memoryReservation: 128,
      entryPoint: ["/bin/app"],
      command: ["serve"],
      environment: [
        { name: "A", value: "1" },
        { name: "B", value: "2" },
      ],
      secrets: [
        { name: "Y", valueFrom: "arn:aws:ssm:us-west-2:123456789012:parameter/y" },
        { name: "Z", valueFrom: "arn:aws:ssm:us-west-2:123456789012:parameter/z" },
      ],
      dependsOn: [
        { containerName: "one", condition: "HEALTHY" },
        { containerName: "two", condition: "START" },
      ],
      healthCheck: {
        command: ["CMD-SHELL", "curl -f http://127.0.0.1:3000/ping"],
        interval: 30,
        timeout: 5,
        retries: 5,
        startPeriod: 0,
      },
      mountPoints: [{ sourceVolume: "data", containerPath: "/data", readOnly: true }],
      volumesFrom: [],
      user: "node",
      readonlyRootFilesystem: false,
      linuxParameters: {
        tmpfs: [
          { containerPath: "/run", size: 1, mountOptions: ["nosuid", "nodev"] },
          { containerPath: "/tmp", size: 64, mountOptions: ["nosuid", "nodev"] },
        ],
      },
      systemControls: [],
      stopTimeout: 120,
    });
  });

  it("registers the same revision however the maps of the arguments are ordered", () => {
    const one = containerFrom({ environment: { A: "1", B: "2" }, scratch: { "/a": 1, "/b": 2 } });
    const other = containerFrom({ scratch: { "/b": 2, "/a": 1 }, environment: { B: "2", A: "1" } });
    assert.equal(JSON.stringify(one), JSON.stringify(other));
  });

  it("T9 lets a user that is not root have port 80, and asks for nothing where root has it", () => {
    const opened = [{ namespace: "net.ipv4.ip_unprivileged_port_start", value: "0" }];
    assert.deepEqual(containerFrom({ ports: [80] }).systemControls, opened);
    assert.deepEqual(containerFrom({ ports: [80], user: "nginx" }).systemControls, opened);
    for (const user of ["root", "0", "0:0"]) {
      assert.deepEqual(containerFrom({ ports: [80], user }).systemControls, [], user);
    }
  });

  it("T20 prepares a container for a shell only where that is asked for, with room for the agent beside a read-only root", () => {
    const parameters = (changes: Partial<ContainerArgs>, exec: boolean) => containerFrom(changes, exec).linuxParameters;
    const space = (containerPath: string, size: number) => ({
      containerPath,
      size,
      mountOptions: ["nosuid", "nodev"],
    });
    assert.equal(parameters({}, false), undefined);
    assert.deepEqual(parameters({ writableRoot: true }, true), { initProcessEnabled: true });
    assert.deepEqual(parameters({ scratch: { "/tmp": 64, "/var/log/amazon": 8 } }, true), {
      initProcessEnabled: true,
      tmpfs: [space("/tmp", 64), space("/var/lib/amazon", 32), space("/var/log/amazon", 8)],
    });
  });
});
