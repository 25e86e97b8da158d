import type { Prerequisites } from "../../../stacks/prerequisites";
import type { PrerequisiteAccount } from "../account";
import { well, wrong, type Answer, type Check } from "../check";

/** Free addresses that a load balancer asks of each of its subnets, by AWS's own rule. */
const LOAD_BALANCER_ADDRESSES = 8;

/** Networks and file systems that are there already. */
export function networkChecks(account: PrerequisiteAccount, needed: Prerequisites): Check[] {
  return [
    ...needed.networks.flatMap((network) => [
      vpcCheck(account, network),
      ...network.subnetIds.map((id) => subnetCheck(account, network, id)),
      ...(network.loadBalancerSubnetIds ? [distinctZonesCheck(account, network, network.loadBalancerSubnetIds)] : []),
    ]),
    ...needed.fileSystems.flatMap((fileSystem) => fileSystemChecks(account, needed.region, fileSystem)),
  ];
}

type Network = Prerequisites["networks"][number];

function vpcCheck(account: PrerequisiteAccount, { region, vpcId }: Network): Check {
  return {
    group: "network",
    subject: `VPC ${vpcId}`,
    async look() {
      const state = await account.vpc(region, vpcId);
      if (state === "available") return well(`in ${region}`);
      return wrong(
        state === undefined ? `does not exist in ${region}` : `is ${state}`,
        `give the id of one that is there: aws ec2 describe-vpcs --region ${region}`,
      );
    },
  };
}

function subnetCheck(
  account: PrerequisiteAccount,
  { region, vpcId, loadBalancerSubnetIds }: Network,
  id: string,
): Check {
  const least = loadBalancerSubnetIds?.includes(id) ? LOAD_BALANCER_ADDRESSES : 1;
  return {
    group: "network",
    subject: `subnet ${id}`,
    async look(): Promise<Answer> {
      const subnet = await account.subnet(region, id);
      const fix = `give one of: aws ec2 describe-subnets --region ${region} --filters Name=vpc-id,Values=${vpcId}`;
      if (!subnet) return wrong(`does not exist in ${region}`, fix);
      if (subnet.vpcId !== vpcId) return wrong(`is in ${subnet.vpcId}, not in ${vpcId}`, fix);
      if (subnet.freeAddresses >= least) return well(`${subnet.zone}, ${subnet.freeAddresses} addresses free`);
      return wrong(
        `has ${subnet.freeAddresses} addresses free, and needs ${least}`,
        "give a larger subnet, or remove interfaces that nobody uses",
      );
    },
  };
}

function distinctZonesCheck(account: PrerequisiteAccount, { region }: Network, ids: string[]): Check {
  return {
    group: "network",
    subject: "subnets of the load balancer",
    async look() {
      const subnets = (await Promise.all(ids.map((id) => account.subnet(region, id)))).filter(
        (one) => one !== undefined,
      );
      const zones = new Set(subnets.map(({ zone }) => zone));
      // One that does not exist is a problem of its own.
      if (zones.size === subnets.length) return well("each in a zone of its own");
      return wrong(
        `share a zone: ${subnets.map(({ id, zone }) => `${id} ${zone}`).join(", ")}`,
        "give one subnet in each zone, two at least",
      );
    },
  };
}

function fileSystemChecks(
  account: PrerequisiteAccount,
  region: string,
  { id, securityGroupId }: Prerequisites["fileSystems"][number],
): Check[] {
  return [
    {
      group: "network",
      subject: `file system ${id}`,
      async look() {
        const state = await account.fileSystem(region, id);
        if (state === "available") return well("available");
        return wrong(
          state === undefined ? `does not exist in ${region}` : `is ${state}`,
          `give one of: aws efs describe-file-systems --region ${region}`,
        );
      },
    },
    {
      group: "network",
      subject: `security group ${securityGroupId}`,
      async look() {
        if (await account.hasSecurityGroup(region, securityGroupId)) return well(`of ${id}`);
        return wrong(
          `does not exist in ${region}`,
          "give the group of the mount targets: aws efs describe-mount-target-security-groups",
        );
      },
    },
  ];
}
