import type { ServerResponse } from "node:http";
import { answerJson, type AwsRequest } from "./endpoint";
import type { EmulatedPromotion } from "./emulatedPromotion";

/** What `npm run promote` asks of AWS besides executions, answered out of a promotion's account in the services' own words. */
export function answerFrom(promotion: EmulatedPromotion): (request: AwsRequest, response: ServerResponse) => void {
  const { world } = promotion;
  return ({ action, body }, response) => {
    const asked = new URLSearchParams(body);
    switch (action) {
      case "GetItem":
        return answerJson(response, world.table.get(JSON.parse(body) as Record<string, unknown>));
      case "GetParameter": {
        const Value = world.parameters.get((JSON.parse(body) as { Name: string }).Name);
        return Value === undefined
          ? answerJson(response, { __type: "ParameterNotFound" }, 400)
          : answerJson(response, { Parameter: { Value } });
      }
      case "GetCallerIdentity":
        return answerXml(response, action, {
          Account: "123456789012",
          Arn: "arn:aws:sts::123456789012:assumed-role/operator/me",
        });
      case "DescribeAutoScalingGroups":
        return answerXml(response, action, { AutoScalingGroups: [...asked.values()].flatMap(groupNamed(promotion)) });
      case "DescribeInstanceRefreshes": {
        const { refreshes } = world.groups.get(asked.get("AutoScalingGroupName")!)!;
        const InstanceRefreshes = refreshes.slice(0, Number(asked.get("MaxRecords")));
        return answerXml(response, action, {
          InstanceRefreshes: InstanceRefreshes.map(({ Status, PercentageComplete }) => ({
            Status,
            PercentageComplete,
          })),
        });
      }
      default:
        response.writeHead(501).end(`no answer to ${action}`);
    }
  };
}

const groupNamed =
  ({ world }: EmulatedPromotion) =>
  (name: string): object[] => {
    const group = world.groups.get(name);
    if (!group) return [];
    const { template: LaunchTemplateId, version, instances } = group;
    return [
      {
        AutoScalingGroupName: name,
        LaunchTemplate: { LaunchTemplateId, Version: version },
        Instances: instances.map((one) => ({
          LifecycleState: one.inService ? "InService" : "Pending",
          LaunchTemplate: { LaunchTemplateId, Version: one.version },
        })),
      },
    ];
  };

export function answerXml(response: ServerResponse, action: string, result: object): void {
  const text = `<${action}Response><${action}Result>${xml(result)}</${action}Result></${action}Response>`;
  response.writeHead(200, { "Content-Type": "text/xml" }).end(text);
}

/** A value as the query protocol writes it: the items of a list are its members. */
function xml(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => `<member>${xml(one)}</member>`).join("");
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([key, one]) => `<${key}>${xml(one)}</${key}>`)
    .join("");
}
