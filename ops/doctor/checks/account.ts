import type { Prerequisites } from "../../../stacks/prerequisites";
import type { Caller, PrerequisiteAccount } from "../account";
import { well, wrong, type Check } from "../check";

const CREDENTIALS =
  "log in (aws sso login, aws configure), or name a profile: export AWS_PROFILE=…; aws sts get-caller-identity tells";

/** The account of an ARN; empty where it has none. */
const accountOf = (arn: string): string => arn.split(":")[4]!;

/** Whether there are credentials, and whether they are of the account that the settings mean. */
export function credentialsCheck(account: PrerequisiteAccount, needed: Prerequisites): Check {
  return {
    group: "account",
    subject: "credentials",
    async look() {
      let caller: Caller;
      try {
        caller = await account.caller();
      } catch (error) {
        return wrong((error as Error).message, CREDENTIALS);
      }
      const own = [...needed.certificates, ...needed.webAcls].map(({ arn }) => arn);
      const arns = [...own, ...needed.policies, ...needed.connections];
      const stranger = arns.find((arn) => accountOf(arn) !== caller.account);
      if (stranger === undefined) return well(`account ${caller.account}, ${caller.arn}`);
      return wrong(
        `account ${caller.account} is not that of the settings: they name ${stranger}`,
        `use credentials of account ${accountOf(stranger)}, or change the settings`,
      );
    },
  };
}

/** The regions that the stack has something in, and the zones of its network. */
export function regionChecks(account: PrerequisiteAccount, { region, regions, zones }: Prerequisites): Check[] {
  return [
    ...regions.map((name): Check => ({
      group: "account",
      subject: `region ${name}`,
      async look() {
        const status = await account.regionStatus(name);
        if (status === undefined) return wrong("does not exist in this partition", "change the region in the settings");
        if (status !== "not-opted-in") return well("enabled");
        return wrong("is not enabled", `aws account enable-region --region-name ${name}; it takes some minutes`);
      },
    })),
    ...zones.map((zone): Check => ({
      group: "account",
      subject: `zone ${zone}`,
      async look() {
        const available = await account.zones(region);
        if (available.includes(zone)) return well("available");
        return wrong("is not available to this account", `use others in network.zones: ${available.join(", ")}`);
      },
    })),
  ];
}
