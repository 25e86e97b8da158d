import * as aws from "./aws";
import type { Scope } from "./scope";

/**
 * Systems Manager installs CodeDeploy's agent on the instances whose `Name` is `name`, new ones included, on Windows and
 * Linux alike, and keeps it up to date.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/codedeploy-agent-operations-install-ssm.html
 */
export function installCodeDeployAgent(scope: Scope, part: string, name: string): void {
  new aws.ssm.Association(
    scope.id(part),
    {
      name: "AWS-ConfigureAWSPackage",
      associationName: scope.id(part),
      parameters: { action: "Install", name: "AWSCodeDeployAgent" },
      targets: [{ key: "tag:Name", values: [name] }],
      scheduleExpression: "rate(14 days)",
      ...scope.common(part),
    },
    scope.child,
  );
}
