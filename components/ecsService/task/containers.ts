import * as pulumi from "@pulumi/pulumi";
import type { DiscoveryArgs } from "../args";
import type { ContainerArgs, ContainerHealthCheckArgs } from "../containerArgs";
import { portName } from "../discovery";

/** What the containers of a task have in common. */
export interface ContainerSetting {
  region: string;
  /** Name of the log group. */
  logGroup: pulumi.Input<string>;
  /** ARN of the bucket with environment files, where there is one. */
  environmentFiles?: pulumi.Input<string>;
  /** Whether shells may be opened in containers. */
  exec: boolean;
  /** How other services find this one, if they do. */
  discovery?: DiscoveryArgs;
  /** Names of the services that this one reaches by Service Connect. */
  connections: string[];
}

/** Who a container runs as, unless told otherwise: the first user that images make. */
export const DEFAULT_USER = "1000:1000";

/** Where the agent writes that opens shells, and the MiB that it gets there beside a read-only root. */
const SHELL_SCRATCH = { "/var/lib/amazon": 32, "/var/log/amazon": 32 };

/**
 * A container as ECS stores it. Keys, lists and maps are in an order of their own, and what ECS would add is written out:
 * whoever rearranges the arguments registers no new revision.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export function containerDefinition(args: ContainerArgs, setting: ContainerSetting): Record<string, unknown> {
  const { name, image, registryCredentials, ports = [], user = DEFAULT_USER } = args;
  return {
    name,
    image,
    ...(registryCredentials !== undefined && {
      repositoryCredentials: { credentialsParameter: registryCredentials },
    }),
    essential: args.essential ?? true,
    cpu: args.cpu ?? 0,
    memory: args.memoryMiB,
    memoryReservation: args.memoryReservationMiB,
    // Under `awsvpc` the host's port is the container's.
    portMappings: ports.map((port) => ({
      name: portName(port),
      containerPort: port,
      hostPort: port,
      protocol: "tcp",
      ...appProtocol(port, setting.discovery),
    })),
    // A proxy knows the servers that there were at the start of its task: one more has to be a new revision.
    ...(setting.connections.length > 0 && { dockerLabels: { "connects-to": setting.connections.join(",") } }),
    entryPoint: args.entryPoint,
    command: args.command,
    environment: sorted(args.environment).map(([name, value]) => ({ name, value })),
    ...environmentFiles(args.environmentFiles, setting),
    ...listed(
      "secrets",
      sorted(args.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    ),
    ...listed(
      "dependsOn",
      sorted(args.dependsOn).map(([containerName, condition]) => ({ containerName, condition })),
    ),
    ...(args.healthCheck && { healthCheck: healthCheck(args.healthCheck) }),
    mountPoints: (args.mounts ?? []).map(({ volume, path, readOnly = false }) => ({
      sourceVolume: volume,
      containerPath: path,
      readOnly,
    })),
    volumesFrom: [],
    user,
    readonlyRootFilesystem: !args.writableRoot,
    ...linuxParameters(args, setting),
    systemControls: lowPorts(ports, user),
    stopTimeout: args.stopTimeoutSeconds ?? 30,
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": setting.logGroup,
        "awslogs-region": setting.region,
        "awslogs-stream-prefix": name,
        // A container that waits for its logs to be taken stops serving.
        mode: "non-blocking",
        "max-buffer-size": "25m",
      },
    },
  };
}

function appProtocol(port: number, discovery?: DiscoveryArgs): object {
  const { via, port: found, protocol = "tcp" } = discovery ?? {};
  return via === "serviceConnect" && found === port && protocol !== "tcp" ? { appProtocol: protocol } : {};
}

function environmentFiles(files: string[] = [], { environmentFiles: bucket }: ContainerSetting): object {
  return listed(
    "environmentFiles",
    files.map((file) => ({ type: "s3", value: pulumi.interpolate`${bucket}/${file}` })),
  );
}

function healthCheck(check: ContainerHealthCheckArgs): object {
  return {
    command: ["CMD-SHELL", check.command],
    interval: check.intervalSeconds ?? 30,
    timeout: check.timeoutSeconds ?? 5,
    retries: check.retries ?? 3,
    startPeriod: check.startPeriodSeconds ?? 0,
  };
}

function linuxParameters({ scratch, writableRoot }: ContainerArgs, { exec }: ContainerSetting): object {
  const tmpfs = sorted({ ...(exec && !writableRoot && SHELL_SCRATCH), ...scratch }).map(([containerPath, size]) => ({
    containerPath,
    size,
    // Everybody may write, as in /tmp: that is the mode of memory without an option.
    mountOptions: ["nosuid", "nodev"],
  }));
  const parameters = {
    // Shells leave processes behind, which somebody has to reap.
    ...(exec && { initProcessEnabled: true }),
    ...listed("tmpfs", tmpfs),
  };
  return Object.keys(parameters).length > 0 ? { linuxParameters: parameters } : {};
}

/** Linux keeps ports below 1024 for root; a task's network is its own, so that it can let everybody have them there. */
function lowPorts(ports: number[], user: string): object[] {
  const isRoot = /^(root|0)(:|$)/.test(user);
  if (isRoot || ports.every((port) => port >= 1024)) return [];
  return [{ namespace: "net.ipv4.ip_unprivileged_port_start", value: "0" }];
}

function sorted<T>(map: Record<string, T> = {}): [string, T][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

function listed(key: string, values: object[]): object {
  return values.length > 0 ? { [key]: values } : {};
}
