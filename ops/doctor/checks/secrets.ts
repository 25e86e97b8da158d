import type { Prerequisites } from "../../../stacks/prerequisites";
import type { PrerequisiteAccount } from "../account";
import { well, wrong, type Answer, type Check } from "../check";

/** Secrets, parameters and keys. Whether they exist: their values are never read. */
export function secretChecks(account: PrerequisiteAccount, { secrets, parameters, keys }: Prerequisites): Check[] {
  return [
    ...secrets.map((arn) => secretCheck(account, arn)),
    ...parameters.map((arn) => parameterCheck(account, arn)),
    ...keys.map((arn) => keyCheck(account, arn)),
  ];
}

const regionOf = (arn: string): string => arn.split(":")[3]!;

function secretCheck(account: PrerequisiteAccount, arn: string): Check {
  const region = regionOf(arn);
  const name = arn.split(":")[6]!.replace(/-[A-Za-z0-9]{6}$/, "");
  return {
    group: "secrets",
    subject: `secret ${name}`,
    async look(): Promise<Answer> {
      const secret = await account.secret(arn);
      if (!secret) {
        return wrong(
          `does not exist under ${arn}`,
          `make it, and give its ARN: aws secretsmanager create-secret --region ${region} --name ${name} --secret-string file://…`,
        );
      }
      if (!secret.isDeleted) return well(`in ${region}`);
      return wrong(
        "is about to be deleted",
        `bring it back: aws secretsmanager restore-secret --region ${region} --secret-id ${name}`,
      );
    },
  };
}

function parameterCheck(account: PrerequisiteAccount, arn: string): Check {
  const region = regionOf(arn);
  const name = arn.slice(arn.indexOf(":parameter/") + ":parameter".length);
  return {
    group: "secrets",
    subject: `parameter ${name}`,
    async look() {
      if (await account.hasParameter(arn)) return well(`in ${region}`);
      return wrong(
        `does not exist in ${region}`,
        `make it: aws ssm put-parameter --region ${region} --name ${name} --type SecureString --value file://…`,
      );
    },
  };
}

function keyCheck(account: PrerequisiteAccount, arn: string): Check {
  const region = regionOf(arn);
  return {
    group: "secrets",
    subject: `key ${arn.split(":").slice(5).join(":")}`,
    async look(): Promise<Answer> {
      const state = await account.key(arn);
      if (state === "Enabled") return well(`in ${region}`);
      if (state === undefined) {
        return wrong(
          `does not exist in ${region}`,
          `give one of: aws kms list-keys --region ${region}; to make it: aws kms create-key --region ${region}`,
        );
      }
      const way = state === "PendingDeletion" ? "cancel-key-deletion" : "enable-key";
      return wrong(`is ${state}`, `aws kms ${way} --region ${region} --key-id ${arn.split("/").at(-1)}`);
    },
  };
}
