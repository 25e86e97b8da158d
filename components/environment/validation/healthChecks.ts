import type { Context } from "../../shared/context";
import { DOMAIN, isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { HealthCheckArgs } from "../args";

/** Health checks: names that are free, domains that are names. */
export function validateHealthChecks(checks: HealthCheckArgs[], { region }: Context, problems: Problems): void {
  problems.require(
    checks.length === 0 || !/^(cn|us-gov)-/.test(region),
    "healthChecks",
    `need us-east-1, which an account of ${region} does not reach; remove them`,
  );
  const names = checks.map(({ name }) => name);
  for (const [i, check] of checks.entries()) {
    const at = (property: string): string => `healthChecks[${i}].${property}`;
    problems.require(
      /^[a-z][a-z0-9-]{0,29}$/.test(check.name),
      at("name"),
      `"${check.name}" is not a lower-case name of at most 30 characters`,
    );
    problems.require(names.indexOf(check.name) === i, at("name"), `"${check.name}" is taken by another health check`);
    problems.require(
      DOMAIN.test(check.domain) && !check.domain.startsWith("*"),
      at("domain"),
      `"${check.domain}" is not a domain name in lower case`,
    );
    problems.require(
      check.path === undefined || check.path.startsWith("/"),
      at("path"),
      `"${check.path}" does not begin with /`,
    );
    problems.require(
      (check.expectedText ?? "x").length <= 255 && check.expectedText !== "",
      at("expectedText"),
      "must have 1–255 characters",
    );
    problems.require(
      isBetween(check.failureThreshold ?? 3, 1, 10),
      at("failureThreshold"),
      `${check.failureThreshold} is out of range; allowed is 1–10`,
    );
  }
}
