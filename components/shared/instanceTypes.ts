/** What an EC2 instance type has. */
export interface InstanceSize {
  vcpus: number;
  memoryMiB: number;
  /** Network interfaces, where no trunk multiplies them: one is the instance's, the others are for tasks. */
  interfaces?: number;
}

/** GiB for each vCPU of the general families: compute, general purpose, memory. */
const GIB_PER_VCPU: Record<string, number> = { c: 2, m: 4, r: 8 };

/** Network interfaces of the burstable sizes, which ECS cannot multiply (`awsvpcTrunking`); `t2` has three at most. */
const BURSTABLE_INTERFACES: Record<string, number> = { nano: 2, micro: 2, xlarge: 4, "2xlarge": 4 };

/** GiB of the burstable sizes; `t2` has fewer vCPUs than its successors below `large`. */
const BURSTABLE_GIB: Record<string, number> = {
  nano: 0.5,
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  "2xlarge": 32,
};

/**
 * vCPUs and memory of an instance type of the families t2, t3, t4g, c5–c8, m5–m8 and r5–r8 with their variants (`m7gd`,
 * `c7i-flex`); undefined for all others, of which nothing is claimed.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html
 */
export function sizeOfInstance(type: string): InstanceSize | undefined {
  const [family = "", size = ""] = type.split(".");
  if (/^t(2|3a?|4g)$/.test(family)) return burstable(family, size);
  const [, kind] = /^([cmr])[5-8][a-z]*(?:-flex)?$/.exec(family) ?? [];
  const vcpus = vcpusOf(size);
  // c5n is the one family that does not keep to its letter's ratio.
  if (kind === undefined || vcpus === undefined || family === "c5n") return undefined;
  return { vcpus, memoryMiB: vcpus * GIB_PER_VCPU[kind]! * 1024 };
}

function burstable(family: string, size: string): InstanceSize | undefined {
  const gib = BURSTABLE_GIB[size];
  if (gib === undefined) return undefined;
  const smallest = family === "t2" && gib < 4 ? 1 : 2;
  const interfaces = Math.min(BURSTABLE_INTERFACES[size] ?? 3, family === "t2" ? 3 : 4);
  return { vcpus: Math.max(smallest, gib / 4), memoryMiB: gib * 1024, interfaces };
}

/** `large` has two vCPUs, `4xlarge` and `metal-4xl` four times four; `metal` alone depends on the family. */
function vcpusOf(size: string): number | undefined {
  if (size === "medium") return 1;
  if (size === "large") return 2;
  const [, times] = /^(\d*)xlarge$/.exec(size) ?? /^metal-(\d+)xl$/.exec(size) ?? [];
  return times === undefined ? undefined : 4 * Number(times || 1);
}
