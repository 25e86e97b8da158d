import * as aws from "../shared/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../shared/scope";
import type { DomainArgs } from "./args";

/**
 * Issues a certificate for the domain and its aliases and waits until DNS has proven them.
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 *
 * @returns the ARN of the validated certificate
 */
export function issueCertificate(
  scope: Scope,
  domain: DomainArgs,
  zoneId: pulumi.Input<string>,
): pulumi.Output<string> {
  const names = [domain.name, ...(domain.aliases ?? [])];
  const certificate = new aws.acm.Certificate(
    scope.id("certificate"),
    {
      domainName: domain.name,
      subjectAlternativeNames: domain.aliases,
      validationMethod: "DNS",
      ...scope.common("certificate"),
    },
    scope.child,
  );
  const records = validatedNames(names).map((name) => {
    const option = certificate.domainValidationOptions.apply((options) =>
      options.find(({ domainName }) => validatedName(domainName) === name)!,
    );
    return new aws.route53.Record(
      scope.id(`certificate-${name}`),
      {
        zoneId,
        name: option.resourceRecordName,
        type: option.resourceRecordType,
        records: [option.resourceRecordValue],
        ttl: 300,
        // Two stacks may prove one name: the record is the same for the same account.
        allowOverwrite: true,
      },
      scope.child,
    );
  });
  return new aws.acm.CertificateValidation(
    scope.id("certificate"),
    {
      certificateArn: certificate.arn,
      validationRecordFqdns: records.map(({ fqdn }) => fqdn),
      region: scope.region,
    },
    scope.child,
  ).certificateArn;
}

/** The name whose record proves `domain`: a wildcard has the record of the name that it stands below. */
function validatedName(domain: string): string {
  return domain.replace(/^\*\./, "");
}

/** The names to prove, each once. */
export function validatedNames(domains: string[]): string[] {
  return [...new Set(domains.map(validatedName))];
}
