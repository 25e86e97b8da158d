import { createHash } from "node:crypto";
import type { Properties, PropertyValue } from "../model";

/** The account of every offline plan: the one of AWS's own examples. */
export const ACCOUNT = "123456789012";

export interface Partition {
  id: string;
  dnsSuffix: string;
  reverseDnsPrefix: string;
}

/** Where a function is asked. */
export interface Place {
  region: string;
  partition: Partition;
}

/** Computes the answer of a function from its arguments alone, so that every plan is the same. */
export type Answer = (args: Properties, place: Place) => Properties;

const PARTITIONS: [prefix: string, partition: Partition][] = [
  ["cn-", { id: "aws-cn", dnsSuffix: "amazonaws.com.cn", reverseDnsPrefix: "cn.com.amazonaws" }],
  ["us-gov-", { id: "aws-us-gov", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" }],
  ["", { id: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" }],
];

export function placeOf(region: string): Place {
  const [, partition] = PARTITIONS.find(([prefix]) => region.startsWith(prefix)) as [string, Partition];
  return { region, partition };
}

export function arn({ partition, region }: Place, service: string, resource: string, account = ACCOUNT): string {
  return ["arn", partition.id, service, region, account, resource].join(":");
}

/** `length` hexadecimal digits, the same for the same key: the plan's stand-in for an id that AWS would give. */
export function stableHex(length: number, ...key: PropertyValue[]): string {
  return createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, length);
}

export function text(value: PropertyValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function list(value: PropertyValue | undefined): PropertyValue[] {
  return Array.isArray(value) ? value : [];
}
