import type { Prerequisites } from "../../../stacks/prerequisites";
import type { HostedZone, PrerequisiteAccount } from "../account";
import { well, wrong, type Answer, type Check } from "../check";

/** Days before its end at which a certificate that nobody renews is a problem. */
const SOON_DAYS = 30;

const DAY = 86_400_000;

/** Certificates, hosted zones and the firewall of the load balancer. */
export function domainChecks(account: PrerequisiteAccount, needed: Prerequisites, now: Date): Check[] {
  return [
    ...needed.certificates.map((certificate) => certificateCheck(account, certificate, needed.region, now)),
    ...needed.hostedZones.map((zone) => zoneCheck(account, zone)),
    ...needed.webAcls.map(({ arn }) => webAclCheck(account, arn, needed.region)),
  ];
}

const regionOf = (arn: string): string => arn.split(":")[3]!;

function certificateCheck(
  account: PrerequisiteAccount,
  { arn, names }: Prerequisites["certificates"][number],
  region: string,
  now: Date,
): Check {
  return {
    group: "domain",
    subject: `certificate ${arn.split("/").at(-1)}`,
    async look(): Promise<Answer> {
      const request = `aws acm request-certificate --region ${region} --validation-method DNS --domain-name ${names[0] ?? "NAME"}`;
      const fix = `request one, and give its ARN: ${request}`;
      if (regionOf(arn) !== region) return wrong(`is in ${regionOf(arn)}, the load balancer in ${region}`, fix);
      const certificate = await account.certificate(arn);
      if (!certificate) return wrong("does not exist", fix);
      const { status, expires, isRenewed } = certificate;
      if (status === "PENDING_VALIDATION") {
        return wrong(
          "waits for its validation",
          `make the records of: aws acm describe-certificate --certificate-arn ${arn}`,
        );
      }
      if (status !== "ISSUED") return wrong(`is ${status.toLowerCase().replaceAll("_", " ")}`, fix);
      const bare = names.filter((name) => !certificate.names.some((pattern) => covers(pattern, name)));
      if (bare.length > 0) {
        return wrong(`is for ${certificate.names.join(", ")}, not for ${bare.join(", ")}`, `${fix}, with all names`);
      }
      const days = expires ? Math.floor((expires.getTime() - now.getTime()) / DAY) : undefined;
      if (days !== undefined && !isRenewed && days < SOON_DAYS) {
        return wrong(`ends in ${days} days, and AWS does not renew it`, "import its successor under the same ARN");
      }
      return well(`issued for ${certificate.names.join(", ")}${days === undefined ? "" : `, for ${days} days`}`);
    },
  };
}

/** Whether a name in a certificate is that of a host; `*` stands for one label. */
export function covers(pattern: string, host: string): boolean {
  const [one, other] = [pattern.toLowerCase(), host.toLowerCase()];
  if (one === other) return true;
  return one.startsWith("*.") && one.slice(2) === other.slice(other.indexOf(".") + 1);
}

function zoneCheck(account: PrerequisiteAccount, { name, id, hosts }: Prerequisites["hostedZones"][number]): Check {
  const fix = "give the name or the id of a public zone of this account: aws route53 list-hosted-zones";
  return {
    group: "domain",
    subject: `hosted zone ${id ?? name}`,
    async look(): Promise<Answer> {
      const found = id === undefined ? await account.hostedZones(name) : [await account.hostedZone(id)];
      const zones = found.filter((zone): zone is HostedZone => zone !== undefined);
      if (zones.length === 0) {
        return wrong(
          "does not exist",
          id === undefined ? `${fix}; to make it: aws route53 create-hosted-zone --name ${name}` : fix,
        );
      }
      const [zone, ...others] = zones.filter(({ isPrivate }) => !isPrivate);
      if (!zone) return wrong("is private", fix);
      if (others.length > 0)
        return wrong(`is the name of ${others.length + 1} public zones`, "give the id of one of them");
      const outside = hosts.filter((host) => host !== zone.name && !host.endsWith(`.${zone.name}`));
      if (outside.length > 0) return wrong(`is for ${zone.name}, which does not have ${outside.join(", ")}`, fix);
      return well(`public, ${zone.name}`);
    },
  };
}

function webAclCheck(account: PrerequisiteAccount, arn: string, region: string): Check {
  return {
    group: "domain",
    subject: `web ACL ${arn.split("/").at(-2)}`,
    async look() {
      const fix = `give one of: aws wafv2 list-web-acls --scope REGIONAL --region ${region}`;
      if (regionOf(arn) !== region) return wrong(`is in ${regionOf(arn)}, the load balancer in ${region}`, fix);
      return (await account.hasWebAcl(arn)) ? well("regional") : wrong("does not exist", fix);
    },
  };
}
