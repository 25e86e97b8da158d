import { isType } from "../../diff/security/label";
import type { PlannedResource } from "../../model";
import { nameOf } from "../../urn";
import type { Actor } from "./model";

/**
 * Names of the security groups that each actor is in: those that its own arguments refer to, and those of what it is made
 * of or reached by, such as a launch template or a mount target.
 */
export function groupsByActor(resources: PlannedResource[], actors: Actor[]): Map<string, Set<string>> {
  const groups = new Set(
    resources.filter((each) => isType(each, "ec2/securityGroup:SecurityGroup")).map(({ urn }) => urn),
  );
  const sourcesOf = ({ propertyDependencies }: PlannedResource) => new Set(Object.values(propertyDependencies).flat());
  const own = (resource: PlannedResource) => [...sourcesOf(resource)].filter((urn) => groups.has(urn)).map(nameOf);
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const found = new Map(actors.map(({ id }) => [id, new Set<string>()]));
  for (const [id, names] of found) {
    const resource = byUrn.get(id);
    if (!resource) continue;
    for (const name of own(resource)) names.add(name);
    for (const source of sourcesOf(resource)) {
      const template = byUrn.get(source);
      if (template && isType(template, "ec2/launchTemplate:LaunchTemplate"))
        own(template).forEach((name) => names.add(name));
    }
  }
  for (const target of resources.filter((each) => isType(each, "efs/mountTarget:MountTarget"))) {
    for (const source of sourcesOf(target)) own(target).forEach((name) => found.get(source)?.add(name));
  }
  return found;
}
