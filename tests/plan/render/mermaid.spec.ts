import assert from "node:assert/strict";
import fc from "fast-check";
import type { PlannedResource } from "../../../plan/model";
import { MERMAID_LIMIT, renderMermaid } from "../../../plan/render/mermaid";
import { UNKNOWN } from "../../../plan/values";
import { planned, planOf, securityGroup } from "../diff/support";
import { hostilePlan } from "./hostile";

describe("a plan as a Mermaid diagram", () => {
  it("shows regions, network, tiers and zones, and who can reach whom", () => {
    const [lbGroup, webGroup] = [securityGroup("lb"), securityGroup("web")];
    const rule = (
      kind: "Ingress" | "Egress",
      name: string,
      inputs: PlannedResource["inputs"],
      sources: Record<string, PlannedResource>,
    ) =>
      planned(
        `aws:vpc/securityGroup${kind}Rule:SecurityGroup${kind}Rule`,
        name,
        { securityGroupId: UNKNOWN, ...inputs },
        {
          propertyDependencies: Object.fromEntries(Object.entries(sources).map(([key, { urn }]) => [key, [urn]])),
        },
      );
    const http = { ipProtocol: "tcp", fromPort: 80, toPort: 80 };
    const plan = planOf(
      [
        planned("awsx:ec2:Vpc", "shop-dev", {
          cidrBlock: "10.0.0.0/16",
          availabilityZoneNames: ["us-west-2a", "us-west-2b"],
          natGateways: { strategy: "Single" },
        }),
        lbGroup,
        webGroup,
        planned(
          "aws:lb/loadBalancer:LoadBalancer",
          "shop-dev-alb",
          { internal: false },
          { propertyDependencies: { securityGroups: [lbGroup.urn] } },
        ),
        planned(
          "aws:ecs/service:Service",
          "shop-dev-web",
          { desiredCount: 2 },
          { propertyDependencies: { networkConfiguration: [webGroup.urn] } },
        ),
        planned("aws:sns/topic:Topic", "shop-dev-health", { region: "us-east-1" }),
        rule("Ingress", "a", { ...http, cidrIpv4: "0.0.0.0/0" }, { securityGroupId: lbGroup }),
        rule(
          "Egress",
          "b",
          { ...http, referencedSecurityGroupId: UNKNOWN },
          { securityGroupId: lbGroup, referencedSecurityGroupId: webGroup },
        ),
        rule(
          "Ingress",
          "c",
          { ...http, referencedSecurityGroupId: UNKNOWN },
          { securityGroupId: webGroup, referencedSecurityGroupId: lbGroup },
        ),
      ],
      { region: "us-west-2" },
    );
    assert.equal(
      renderMermaid({ plans: [plan] }),
      [
        "flowchart TB",
        "  %% offline plan: no state, no provider checks",
        '  subgraph s0["dev"]',
        '    s0n0["Internet"]',
        '    subgraph s0n1["us-west-2"]',
        '      subgraph s0n2["VPC shop-dev  10.0.0.0/16"]',
        '        subgraph s0n3["Public subnets"]',
        '          s0n4["alb<br>lb:LoadBalancer<br>on the internet"]',
        '          s0n5["2 zones<br>us-west-2a, NAT gateway<br>us-west-2b"]',
        "        end",
        '        subgraph s0n6["Application subnets"]',
        '          s0n7["web<br>ecs:Service<br>2 tasks"]',
        '          s0n8["2 zones<br>us-west-2a<br>us-west-2b"]',
        "        end",
        '        subgraph s0n9["Database subnets"]',
        '          s0n10["2 zones<br>us-west-2a<br>us-west-2b"]',
        "        end",
        "      end",
        "    end",
        '    subgraph s0n11["us-east-1"]',
        '      s0n12["health<br>sns:Topic"]',
        "    end",
        "  end",
        '  s0n0 -->|"tcp 80"| s0n4',
        '  s0n4 -->|"tcp 80"| s0n7',
        "",
      ].join("\n"),
    );
  });

  it("stays within what GitHub draws: alike actors are counted, stacks that are too much are named as left out", () => {
    const services = Array.from({ length: 500 }, (_, index) => planned("aws:ecs/service:Service", `service-${index}`));
    const plans = Array.from({ length: 60 }, (_, index) => planOf(services, { name: `stack${index}` }));
    const text = renderMermaid({ plans });
    assert.ok(text.length <= MERMAID_LIMIT);
    assert.match(text, /"and 476 others"/);
    assert.match(text, /"\d+ stacks left out: too much for one diagram"/);
  });

  it("has nothing of a name but its text", () => {
    fc.assert(
      fc.property(hostilePlan, (plan) => {
        for (const line of renderMermaid({ plans: [plan] })
          .trimEnd()
          .split("\n")) {
          assert.match(
            line,
            /^(flowchart TB| +(%% offline plan: .*|end|(subgraph )?\w+\[".*"\]|\w+ -->(\|".*"\|)? \w+))$/u,
          );
          assert.doesNotMatch(line.replaceAll("<br>", ""), /[<>`@&]|".*".*"/);
        }
      }),
    );
  });
});
