import type { ResourceView } from "../../rule";
import { at } from "../../values";

export const INSTANCE = "aws:ec2/instance:Instance";
export const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
export const VOLUME = "aws:ebs/volume:Volume";

/** Whether an instance leaves what it does not say itself to a launch template. */
export function takesFromTemplate({ type, props }: ResourceView): boolean {
  return type === INSTANCE && at(props, "launchTemplate") !== undefined;
}
