import { WITHOUT_RESOURCE } from "../../shared/iam";
import type { Problems } from "../../shared/problems";
import type { PermissionArgs } from "../args";

/** The application's permissions: actions by name, resources by ARN. */
export function validatePermissions(permissions: PermissionArgs[], problems: Problems): void {
  for (const [i, { actions, resources }] of permissions.entries()) {
    const at = `permissions[${i}]`;
    problems.require(actions.length > 0, `${at}.actions`, "is empty; list actions, such as s3:GetObject");
    problems.require(resources.length > 0, `${at}.resources`, "is empty; list ARNs");
    for (const [j, action] of actions.entries()) validateAction(action, `${at}.actions[${j}]`, problems);
    const limited = actions.filter((action) => !(action in WITHOUT_RESOURCE));
    for (const [j, resource] of resources.entries()) {
      if (typeof resource === "string") validateResource(resource, limited, `${at}.resources[${j}]`, problems);
    }
  }
}

function validateAction(action: string, path: string, problems: Problems): void {
  if (/^(\*|[a-z0-9-]+:\*)$/.test(action)) {
    problems.add(path, `"${action}" allows everything; list the actions that the application needs`);
    return;
  }
  problems.require(
    /^[a-z0-9-]+:[A-Za-z][A-Za-z0-9]*\*?$/.test(action),
    path,
    `"${action}" is not an action, such as s3:GetObject`,
  );
}

/** @param limited those of the statement's actions that can be limited to resources */
function validateResource(resource: string, limited: string[], path: string, problems: Problems): void {
  if (resource === "*") {
    problems.require(
      limited.length === 0,
      path,
      `"*" is every resource; give the ARNs that ${limited.join(", ")} needs (only ${Object.keys(WITHOUT_RESOURCE).join(", ")} know none)`,
    );
    return;
  }
  problems.require(/^arn:aws[a-z-]*:[a-z0-9-]+:.*:.+$/.test(resource), path, `"${resource}" is not an ARN`);
}
