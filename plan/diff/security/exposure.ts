import type { PlannedResource } from "../../model";
import { unwrap } from "../../values";
import { accessOf } from "./access";
import { isType, labelOf } from "./label";
import { statementsOf } from "./statements";

const ANYWHERE = ["0.0.0.0/0", "::/0"];

/** Whose address on the internet its arguments say. */
const ADDRESSES: [type: string, argument: string, value: boolean, says: string][] = [
  ["lb/loadBalancer:LoadBalancer", "internal", false, "is on the internet"],
  ["ec2/instance:Instance", "associatePublicIpAddress", true, "has a public address"],
  ["rds/instance:Instance", "publiclyAccessible", true, "is publicly accessible"],
  ["rds/clusterInstance:ClusterInstance", "publiclyAccessible", true, "is publicly accessible"],
];

/** What of a bucket's block of public access must not be off. */
const PUBLIC_ACCESS_BLOCK = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** What anybody on the internet may reach or use, a sentence each. */
export function exposureOf(resources: PlannedResource[]): string[] {
  const reached = accessOf(resources)
    .filter(({ from }) => ANYWHERE.includes(from))
    .map(({ from, to, ports }) => `${to} lets in ${ports} from anywhere (${from})`);
  const anybody = statementsOf(resources)
    .filter(
      ({ effect, principals, condition }) => effect === "Allow" && isAnybody(principals) && condition === undefined,
    )
    .map(({ holder, actions }) => `${holder} lets anybody ${actions.join(", ")}`);
  return [...new Set([...reached, ...anybody, ...resources.flatMap(publicly)])].sort();
}

function isAnybody(principals: string[]): boolean {
  return principals.some((principal) => principal === "*" || principal === "AWS *");
}

function publicly(resource: PlannedResource): string[] {
  const { inputs } = resource;
  const label = labelOf(resource);
  const addresses = ADDRESSES.filter(
    ([type, argument, value]) => isType(resource, type) && (unwrap(inputs[argument]) ?? false) === value,
  ).map(([, , , says]) => `${label} ${says}`);
  if (isType(resource, "lambda/functionUrl:FunctionUrl") && inputs.authorizationType === "NONE") {
    return [...addresses, `${label} answers anybody`];
  }
  if (!isType(resource, "s3/bucketPublicAccessBlock:BucketPublicAccessBlock")) return addresses;
  const off = PUBLIC_ACCESS_BLOCK.filter((argument) => inputs[argument] !== true);
  return off.length > 0 ? [`${label} leaves public access open: ${off.join(", ")}`] : [];
}
