import * as aws from "./aws";
import type { Scope } from "./scope";

/**
 * Systems Manager installs CodeDeploy's agent on the instances whose `Name` is `name`, new ones included, on Windows and
 * Linux alike, and keeps it up to date.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/codedeploy-agent-operations-install-ssm.html
 */
export function installCodeDeployAgent(scope: Scope, part: string, name: string): void {
  const inputs = { name: "AWSCodeDeployAgent", action: "Install" };
  const document = new aws.ssm.Document(
    scope.id(part),
    {
      name: scope.id(part),
      documentType: "Command",
      targetType: "/AWS::EC2::Instance",
      content: JSON.stringify({
        schemaVersion: "2.2",
        description: `CodeDeploy's agent of ${name}`,
        mainSteps: [{ action: "aws:configurePackage", name: "agent", inputs }],
      }),
      ...scope.common(part),
    },
    scope.child,
  );
  new aws.ssm.Association(
    scope.id(part),
    {
      name: document.name,
      associationName: scope.id(part),
      targets: [{ key: "tag:Name", values: [name] }],
      scheduleExpression: "rate(14 days)",
      ...scope.common(part),
    },
    scope.child,
  );
}
