import type { Prerequisites } from "../../../stacks/prerequisites";
import type { PrerequisiteAccount } from "../account";
import { well, wrong, type Answer, type Check } from "../check";

/** What pipelines work with: connections to repositories, policies, state. */
export function deliveryChecks(
  account: PrerequisiteAccount,
  { connections, policies, stateBuckets }: Prerequisites,
): Check[] {
  return [
    ...connections.map((arn) => connectionCheck(account, arn)),
    ...policies.map((arn) => policyCheck(account, arn)),
    ...stateBuckets.map((name) => bucketCheck(account, name)),
  ];
}

function connectionCheck(account: PrerequisiteAccount, arn: string): Check {
  const region = arn.split(":")[3]!;
  return {
    group: "delivery",
    subject: `connection ${arn.split("/").at(-1)}`,
    async look(): Promise<Answer> {
      const status = await account.connection(arn);
      if (status === "AVAILABLE") return well(`in ${region}`);
      const console = `https://${region}.console.aws.amazon.com/codesuite/settings/connections`;
      return status === undefined
        ? wrong(`does not exist in ${region}`, `make one, confirm it, and give its ARN: ${console}`)
        : wrong(`is ${status}: nobody has confirmed it`, `open ${console} and choose "Update pending connection"`);
    },
  };
}

function policyCheck(account: PrerequisiteAccount, arn: string): Check {
  const name = arn.split("/").at(-1)!;
  return {
    group: "delivery",
    subject: `policy ${name}`,
    async look() {
      if (await account.hasPolicy(arn)) return well(arn);
      return wrong(
        `does not exist under ${arn}`,
        `make it: aws iam create-policy --policy-name ${name} --policy-document file://…`,
      );
    },
  };
}

function bucketCheck(account: PrerequisiteAccount, name: string): Check {
  return {
    group: "delivery",
    subject: `bucket ${name}`,
    async look(): Promise<Answer> {
      const bucket = await account.bucket(name);
      if (!bucket) {
        return wrong(
          "does not exist",
          `make it, and move the state there: aws s3 mb s3://${name}; pulumi stack export/import`,
        );
      }
      if (bucket.isVersioned) return well("has the state, versioned");
      return wrong(
        "has the state, and keeps no versions of it",
        `aws s3api put-bucket-versioning --bucket ${name} --versioning-configuration Status=Enabled`,
      );
    },
  };
}
