import { parseCidr } from "../../shared/cidr";
import type { Context } from "../../shared/context";
import { DOMAIN, HOSTED_ZONE_ID, isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { LoadBalancerArgs } from "../args";

/** The load balancer: a certificate where one is needed, names inside their zone, ranges. */
export function validateLoadBalancer(loadBalancer: LoadBalancerArgs, context: Context, problems: Problems): void {
  const {
    scheme = "internet-facing",
    protocol = "https",
    certificateArn,
    domain,
    allowedCidrs,
    idleTimeoutSeconds = 60,
    accessLogDays = 90,
    webAclArn,
    tlsPolicy,
  } = loadBalancer;
  const at = (property: string): string => `loadBalancer.${property}`;
  if (protocol === "https" && !certificateArn && !domain) {
    problems.add(
      at("certificateArn"),
      `is missing; HTTPS needs a certificate: give certificateArn, or domain to have one issued`,
    );
  }
  if (protocol === "http") {
    problems.require(
      context.stage !== "production",
      at("protocol"),
      `"http" sends passwords in clear text; production needs "https"`,
    );
    problems.require(
      !certificateArn,
      at("certificateArn"),
      `has no use with protocol "http"; remove it or use "https"`,
    );
  }
  if (certificateArn) {
    const region = /^arn:aws[a-z-]*:acm:([a-z0-9-]+):\d{12}:certificate\/.+$/.exec(certificateArn)?.[1];
    if (!region)
      problems.add(
        at("certificateArn"),
        `"${certificateArn}" is not the ARN of a certificate in AWS Certificate Manager`,
      );
    else
      problems.require(
        region === context.region,
        at("certificateArn"),
        `is a certificate of ${region}; the load balancer is in ${context.region}`,
      );
  }
  if (domain) {
    const { aliases = [] } = domain;
    problems.unique(aliases, at("domain.aliases"));
    problems.require(
      !aliases.includes(domain.name),
      at("domain.aliases"),
      `repeats the name "${domain.name}"; remove it`,
    );
    problems.require(
      DOMAIN.test(domain.hostedZone) || HOSTED_ZONE_ID.test(domain.hostedZone),
      at("domain.hostedZone"),
      `"${domain.hostedZone}" is neither a domain name nor an id such as Z2ABCDEFGHIJKL`,
    );
    const names = aliases.map((alias, i): [string, string] => [at(`domain.aliases[${i}]`), alias]);
    for (const [path, name] of [[at("domain.name"), domain.name] as const, ...names]) {
      problems.require(DOMAIN.test(name), path, `"${name}" is not a domain name in lower case`);
      if (domain.hostedZone.includes(".")) {
        problems.require(
          name === domain.hostedZone || name.endsWith(`.${domain.hostedZone}`),
          path,
          `"${name}" is not in the hosted zone ${domain.hostedZone}`,
        );
      }
    }
  }
  if (scheme === "internal")
    problems.require(
      allowedCidrs !== undefined,
      at("allowedCidrs"),
      `is missing; an internal load balancer needs the ranges that may connect`,
    );
  problems.require(
    allowedCidrs?.length !== 0,
    at("allowedCidrs"),
    "is empty: nobody could connect; give ranges, or leave it out",
  );
  problems.unique(allowedCidrs ?? [], at("allowedCidrs"));
  for (const [i, cidr] of (allowedCidrs ?? []).entries()) {
    problems.require(
      parseCidr(cidr) !== undefined,
      at(`allowedCidrs[${i}]`),
      `"${cidr}" is not an IPv4 range in canonical form, such as 10.0.0.0/8`,
    );
  }
  problems.require(
    isBetween(idleTimeoutSeconds, 1, 4000),
    at("idleTimeoutSeconds"),
    `${idleTimeoutSeconds} is out of range; allowed is 1–4000 seconds`,
  );
  problems.require(
    isBetween(accessLogDays, 1, 3650),
    at("accessLogDays"),
    `${accessLogDays} is out of range; allowed is 1–3650 days`,
  );
  if (webAclArn) {
    const region = /^arn:aws[a-z-]*:wafv2:([a-z0-9-]+):\d{12}:regional\/webacl\/.+\/.+$/.exec(webAclArn)?.[1];
    problems.require(region !== undefined, at("webAclArn"), `"${webAclArn}" is not the ARN of a regional web ACL`);
    problems.require(
      region === undefined || region === context.region,
      at("webAclArn"),
      `is a web ACL of ${region}; the load balancer is in ${context.region}`,
    );
  }
  problems.require(
    tlsPolicy === undefined || tlsPolicy.startsWith("ELBSecurityPolicy-"),
    at("tlsPolicy"),
    `"${tlsPolicy}" is not a security policy such as ELBSecurityPolicy-TLS13-1-2-2021-06`,
  );
}
