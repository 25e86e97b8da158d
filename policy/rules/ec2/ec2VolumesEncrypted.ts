import { mustBe, type Finding, type ResourceRule } from "../../rule";
import { at, itemsAt } from "../../values";
import { INSTANCE, LAUNCH_TEMPLATE, takesFromTemplate, VOLUME } from "./types";

/** The value of `encrypted` that decides about a volume, and where it stands. */
type Setting = readonly [path: string, encrypted: unknown];

export const ec2VolumesEncrypted: ResourceRule = {
  name: "ec2-volumes-encrypted",
  description: "Every volume is encrypted, the root volume too, and says so itself.",
  why: "An account's default may be off, and can be switched off; snapshots and copies keep what the volume had.",
  fix: "Set `encrypted: true` on the volume, on `rootBlockDevice`, or on each `blockDeviceMappings[].ebs`.",
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "A value that is unknown could be false.",
  topics: ["compute", "encryption"],
  url: "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
  types: new Set([INSTANCE, LAUNCH_TEMPLATE, VOLUME]),
  check(resource): Finding[] {
    const root = resource.type === INSTANCE && at(resource.props, "rootBlockDevice") === undefined;
    return (
      settingsOf(resource.type, resource.props)
        .filter(([path]) => !(root && path.startsWith("rootBlockDevice") && takesFromTemplate(resource)))
        // Launch templates spell booleans as text.
        .flatMap(([path, encrypted]) => mustBe(path, encrypted === "true" ? true : encrypted, true))
    );
  },
};

function settingsOf(type: string, props: unknown): Setting[] {
  if (type === VOLUME) return [["encrypted", at(props, "encrypted")]];
  if (type === INSTANCE) {
    const data = itemsAt(props, "ebsBlockDevices").map((device, i): Setting => [
      `ebsBlockDevices[${i}].encrypted`,
      at(device, "encrypted"),
    ]);
    return [["rootBlockDevice.encrypted", at(props, "rootBlockDevice", "encrypted")], ...data];
  }
  // A mapping without `ebs` is an instance store or suppresses a device; without any, the root volume is the image's.
  const volumes = itemsAt(props, "blockDeviceMappings")
    .map((mapping, i) => ({ path: `blockDeviceMappings[${i}].ebs.encrypted`, ebs: at(mapping, "ebs") }))
    .filter(({ ebs }) => ebs !== undefined);
  if (volumes.length === 0) return [["blockDeviceMappings[].ebs.encrypted", undefined]];
  return volumes.map(({ path, ebs }): Setting => [path, at(ebs, "encrypted")]);
}
