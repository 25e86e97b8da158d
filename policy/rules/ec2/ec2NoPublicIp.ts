import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, itemsAt, shown, UNKNOWN } from "../../values";
import { INSTANCE, LAUNCH_TEMPLATE } from "./types";

export const ec2NoPublicIp: ResourceRule = {
  name: "ec2-no-public-ip",
  description: "Instances and launch templates ask for no public address.",
  why: "An instance with one is on the internet as soon as a security group has a slip; users come by the load balancer.",
  fix: "Set `associatePublicIpAddress: false`, or leave it to a private subnet; reach instances by Session Manager.",
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown switch could be on.",
  topics: ["compute"],
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html",
  types: new Set([INSTANCE, LAUNCH_TEMPLATE]),
  check({ type, props }): Finding[] {
    if (type === INSTANCE) return judge("associatePublicIpAddress", at(props, "associatePublicIpAddress"));
    return itemsAt(props, "networkInterfaces").flatMap((one, i) =>
      judge(`networkInterfaces[${i}].associatePublicIpAddress`, at(one, "associatePublicIpAddress")),
    );
  },
};

function judge(path: string, value: unknown): Finding[] {
  if (value === UNKNOWN) return [notProvable(path, "whether it is false")];
  // A template spells it as text.
  if (value === undefined || value === false || value === "false") return [];
  return [{ message: `${path} is ${shown(value)}, allowed: false` }];
}
