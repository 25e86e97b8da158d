import type { Stage } from "../../shared/context";
import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { VolumeArgs } from "../args";
import type { ContainerArgs, ContainerHealthCheckArgs } from "../containerArgs";
import { parseImage } from "../task/images";
import { validateMounts, validateVolumes } from "./containersMounts";
import { validateOrder } from "./containersOrder";
import { validateVariables } from "./containersVariables";

const MAX_CONTAINERS = 10;

/** Names of containers and volumes. */
export const LABEL = /^[A-Za-z0-9][A-Za-z0-9_-]{0,254}$/;

/** The containers of a task, each by itself and beside the others. */
export function validateContainers(
  containers: ContainerArgs[],
  volumes: VolumeArgs[],
  stage: Stage,
  problems: Problems,
): void {
  const count = containers.length;
  problems.require(count > 0, "containers", "is empty; a task needs at least one container");
  problems.require(
    count <= MAX_CONTAINERS,
    "containers",
    `has ${count} containers; a task has at most ${MAX_CONTAINERS}`,
  );
  problems.require(
    count === 0 || containers.some(({ essential = true }) => essential),
    "containers",
    "has no essential container, so that the task would end with none; leave essential out for one",
  );
  const names = containers.map(({ name }) => name);
  for (const [i, container] of containers.entries()) {
    const at = `containers[${i}]`;
    problems.require(
      LABEL.test(container.name),
      `${at}.name`,
      `"${container.name}" is not the name of a container; letters, digits, dashes and underscores`,
    );
    problems.require(
      names.indexOf(container.name) === i,
      `${at}.name`,
      `"${container.name}" is taken by another container`,
    );
    validateImage(container, stage, at, problems);
    validateVariables(container, at, problems);
    validateMounts(container, volumes, at, problems);
    validateProcess(container, at, problems);
  }
  validatePorts(containers, problems);
  validateOrder(containers, problems);
  validateVolumes(volumes, problems);
}

function validateImage(
  { image, registryCredentials }: ContainerArgs,
  stage: Stage,
  at: string,
  problems: Problems,
): void {
  const parsed = parseImage(image);
  const path = `${at}.image`;
  if (!parsed) {
    problems.add(path, `"${image}" is not an image, such as registry.example.com/shop:1.4.2`);
    return;
  }
  const { name, tag, digest, ecr } = parsed;
  problems.require(
    tag !== undefined || digest !== undefined,
    path,
    `"${image}" has neither tag nor digest and runs whatever is newest; add one, such as ${name}:1.4.2`,
  );
  problems.require(
    tag !== "latest" || digest !== undefined || stage === "development",
    path,
    `"${image}" changes without a deployment; ${stage} needs a tag that stays, or a digest`,
  );
  problems.require(
    !ecr || registryCredentials === undefined,
    `${at}.registryCredentials`,
    "has no use for an image of ECR, which the execution role may pull; remove it",
  );
}

function validateProcess(container: ContainerArgs, at: string, problems: Problems): void {
  const { user, healthCheck, stopTimeoutSeconds = 30 } = container;
  problems.require(
    user === undefined || /^([a-z_][a-z0-9_-]*|\d+)(:([a-z_][a-z0-9_-]*|\d+))?$/i.test(user),
    `${at}.user`,
    `"${user}" is not a user, such as 1000:1000 or node`,
  );
  problems.require(
    isBetween(stopTimeoutSeconds, 1, 120),
    `${at}.stopTimeoutSeconds`,
    `${stopTimeoutSeconds} is out of range; allowed is 1–120 seconds`,
  );
  if (healthCheck) validateHealthCheck(healthCheck, `${at}.healthCheck`, problems);
}

function validateHealthCheck(check: ContainerHealthCheckArgs, at: string, problems: Problems): void {
  const { command, intervalSeconds = 30, timeoutSeconds = 5, retries = 3, startPeriodSeconds = 0 } = check;
  const range = (key: string, value: number, low: number, high: number, unit: string) =>
    problems.require(
      isBetween(value, low, high),
      `${at}.${key}`,
      `${value} is out of range; allowed is ${low}–${high}${unit}`,
    );
  problems.require(
    command.trim() !== "",
    `${at}.command`,
    "is empty; give a shell command that exits with 0 when all is well",
  );
  range("intervalSeconds", intervalSeconds, 5, 300, " seconds");
  range("timeoutSeconds", timeoutSeconds, 2, 60, " seconds");
  range("retries", retries, 1, 10, "");
  range("startPeriodSeconds", startPeriodSeconds, 0, 300, " seconds");
}

/** Ports in range, each once: the containers of a task share one address. */
function validatePorts(containers: ContainerArgs[], problems: Problems): void {
  const takenBy = new Map<number, string>();
  for (const [i, { name, ports = [] }] of containers.entries()) {
    for (const [j, port] of ports.entries()) {
      const path = `containers[${i}].ports[${j}]`;
      const owner = takenBy.get(port);
      problems.require(isBetween(port, 1, 65535), path, `${port} is not a port; allowed is 1–65535`);
      if (owner === name) problems.add(path, `${port} is listed twice`);
      else if (owner !== undefined) {
        problems.add(path, `${port} is taken by container "${owner}"; the containers of a task share one address`);
      }
      takenBy.set(port, owner ?? name);
    }
  }
}
