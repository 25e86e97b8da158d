import type { Prerequisites } from "../../stacks/prerequisites";
import type { ToolRunner } from "../shared/tools";
import type { Own, PrerequisiteAccount } from "./account";
import { examine, unchecked, type Check, type Finding } from "./check";
import { credentialsCheck, regionChecks } from "./checks/account";
import { deliveryChecks } from "./checks/delivery";
import { domainChecks } from "./checks/domain";
import { imageChecks } from "./checks/images";
import { networkChecks } from "./checks/network";
import { quotaChecks } from "./checks/quotas";
import { secretChecks } from "./checks/secrets";
import { stackChecks, type OutputReader } from "./checks/stacks";
import { toolChecks } from "./checks/tools";

/** Where the checks look. */
export interface Surroundings {
  account: PrerequisiteAccount;
  runner: ToolRunner;
  outputsOf: OutputReader;
  now: Date;
}

/**
 * Looks for everything that a stack needs, all at once.
 *
 * @param own tags of what the stack has already
 */
export async function diagnose(needed: Prerequisites, own: Own, surroundings: Surroundings): Promise<Finding[]> {
  const { account, runner, outputsOf, now } = surroundings;
  const [tools, [credentials]] = await Promise.all([
    examine(toolChecks(runner)),
    examine([credentialsCheck(account, needed)]),
  ]);
  const inAccount = [
    ...regionChecks(account, needed),
    ...networkChecks(account, needed),
    ...domainChecks(account, needed, now),
    ...imageChecks(account, needed),
    ...secretChecks(account, needed),
    ...deliveryChecks(account, needed),
    ...quotaChecks(account, needed, own),
  ];
  // Of another account, or of none, there is nothing to say.
  const asked = credentials!.result === "wrong" ? inAccount.map(unasked) : inAccount;
  return [...tools, credentials!, ...(await examine([...asked, ...stackChecks(outputsOf, needed)]))];
}

function unasked({ group, subject }: Check): Check {
  return { group, subject, look: () => Promise.resolve(unchecked("not asked: see credentials")) };
}

/** Whether nothing is missing; what could not be checked does not count. */
export function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ result }) => result !== "wrong");
}
