import type { Prerequisites } from "../../../stacks/prerequisites";
import type { Limited, Own, PrerequisiteAccount } from "../account";
import { unchecked, well, wrong, type Answer, type Check } from "../check";

/** A quota of AWS, and how much of it the stack needs. */
interface Quota {
  region: string;
  name: string;
  service: string;
  code: string;
  what: Limited;
  needed: () => Promise<number>;
}

/** Families whose vCPUs count against the quota of standard on-demand instances. */
export const STANDARD = /^[acdhimrtz]\d/;

/** What the stack would exceed, of the quotas that are reached first. */
export function quotaChecks(account: PrerequisiteAccount, needed: Prerequisites, own: Own): Check[] {
  return [...typeChecks(account, needed), ...quotasOf(account, needed).map((quota) => quotaCheck(account, quota, own))];
}

function quotasOf(account: PrerequisiteAccount, { region, zones, natGatewayZones, instances }: Prerequisites): Quota[] {
  const regions = new Set(instances.filter(({ type }) => STANDARD.test(type)).map((one) => one.region));
  const fixed = (count: number) => () => Promise.resolve(count);
  const vpc = { region, name: "VPCs", service: "vpc", code: "L-F678F1CE", what: "vpcs", needed: fixed(1) } as const;
  const address = {
    region,
    name: "Elastic IP addresses",
    service: "ec2",
    code: "L-0263D0A3",
    what: "addresses",
  } as const;
  const nat = { region, service: "vpc", code: "L-FE5A380F" };
  const cpu = { name: "vCPUs of standard instances", service: "ec2", code: "L-1216C47A", what: "vCpus" } as const;
  return [
    ...(zones.length > 0 ? [vpc] : []),
    ...(natGatewayZones.length > 0 ? [{ ...address, needed: fixed(natGatewayZones.length) }] : []),
    ...natGatewayZones.map((zone): Quota => {
      return { ...nat, name: `NAT gateways in ${zone}`, what: `natGateways in ${zone}`, needed: fixed(1) };
    }),
    ...[...regions].map((one): Quota => ({ ...cpu, region: one, needed: () => vCpusOf(account, instances, one) })),
  ];
}

/** vCPUs of the stack's standard instances in a region, when all of them run. */
async function vCpusOf(account: PrerequisiteAccount, instances: Prerequisites["instances"], region: string) {
  const there = instances.filter((one) => one.region === region && STANDARD.test(one.type));
  const each = await Promise.all(there.map(({ type }) => account.vCpus(region, type)));
  return there.reduce((sum, { most }, i) => sum + most * (each[i] ?? 0), 0);
}

function quotaCheck(
  account: PrerequisiteAccount,
  { region, name, service, code, what, needed }: Quota,
  own: Own,
): Check {
  return {
    group: "quotas",
    subject: `${name}, ${region}`,
    async look(): Promise<Answer> {
      const [limit, used, wanted] = await Promise.all([
        account.quota(region, service, code),
        account.used(region, what, own),
        needed(),
      ]);
      const sum = `${wanted} for the stack and ${used} for others`;
      if (limit === undefined) return unchecked(`AWS does not tell the quota; ${sum}`);
      if (wanted + used <= limit) return well(`${sum}, of ${limit}`);
      const request = `aws service-quotas request-service-quota-increase --region ${region} --service-code ${service}`;
      return wrong(
        `${sum} are more than ${limit}`,
        `ask for more: ${request} --quota-code ${code} --desired-value ${wanted + used}`,
      );
    },
  };
}

/** Whether regions have the instance types. */
function typeChecks(account: PrerequisiteAccount, { instances }: Prerequisites): Check[] {
  const each = new Map(instances.map(({ region, type }) => [`${type} ${region}`, { region, type }]));
  return [...each.values()].map(({ region, type }) => ({
    group: "quotas",
    subject: `instance type ${type}, ${region}`,
    async look() {
      const vCpus = await account.vCpus(region, type);
      if (vCpus !== undefined) return well(`${vCpus} vCPUs`);
      return wrong(
        `is not offered in ${region}`,
        `give one of: aws ec2 describe-instance-type-offerings --region ${region}`,
      );
    },
  }));
}
