/** Formats that AWS and the internet give to names, for the validators. */
/** Part of names: lower-case letters, digits and single dashes, a letter first. */
export const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
export const EMAIL = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;.]{2,}$/;
export const DOMAIN = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
export const HOSTED_ZONE_ID = /^Z[A-Z0-9]{5,31}$/;
export const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
export const VPC_ID = /^vpc-[0-9a-f]{8,17}$/;
export const SUBNET_ID = /^subnet-[0-9a-f]{8,17}$/;
export const AMI_ID = /^ami-[0-9a-f]{8,17}$/;
export const INSTANCE_TYPE = /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/;

/** Whether `value` is a whole number from `low` to `high`. */
export function isBetween(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}
