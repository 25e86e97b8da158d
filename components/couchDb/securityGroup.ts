import type * as aws from "../shared/aws";
import type { Environment } from "../environment";
import type { Scope } from "../shared/scope";
import { allowFromGroup, allowHttpsOut, createGroup } from "../shared/securityGroups";
import type { AdmittedGroup } from "./args";

/** The port on which CouchDB answers. */
export const COUCHDB_PORT = 5984;

/** The database's group: entered by the admitted groups on CouchDB's port, leaves by HTTPS to AWS alone. */
export function createSecurityGroup(
  scope: Scope,
  { network, securityGroups }: Environment,
  admitted: AdmittedGroup[],
): aws.ec2.SecurityGroup {
  const part = "database";
  const group = createGroup(scope, part, "CouchDB", network.vpcId);
  for (const { name, group: source } of admitted) {
    allowFromGroup(scope, { part, group, from: name, source, port: COUCHDB_PORT });
  }
  allowHttpsOut(scope, part, group);
  const { endpoints } = securityGroups;
  if (endpoints) allowFromGroup(scope, { part: "endpoints", group: endpoints, from: part, source: group, port: 443 });
  return group;
}
