import assert from "node:assert/strict";
import { mkdtempSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeInstanceAttributeCommand } from "@aws-sdk/client-ec2";
import { Machine, type MachineOptions } from "../../support/couchDb/machine";
import type { Clients } from "./clients";

/** A machine that boots as a deployed instance of a database: by its own user data, with a blank volume of its own. */
export async function boot(
  account: Clients,
  instanceId: string,
  volumeId: string,
  aws: MachineOptions["aws"],
): Promise<Machine> {
  const question = new DescribeInstanceAttributeCommand({ InstanceId: instanceId, Attribute: "userData" });
  const { UserData } = await account.ec2.send(question);
  const machine = new Machine({ ...(aws && { aws }) });
  const volume = join(mkdtempSync(join(tmpdir(), "slipway-volume-")), "volume");
  writeFileSync(volume, "");
  truncateSync(volume, 16 * 2 ** 20);
  machine.attach(volume, volumeId);
  for (const step of [
    () => machine.firstBoot(Buffer.from(UserData!.Value!, "base64").toString()),
    () => machine.startDatabase(),
  ]) {
    const { code, stderr } = await step();
    assert.equal(code, 0, stderr);
  }
  await machine.learnPassword();
  return machine;
}
