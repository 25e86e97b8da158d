import fc from "fast-check";
import type { PlannedResource, StackPlan } from "../../../plan/model";
import { planned, planOf } from "../diff/support";

/** Texts that try to be something else: tags, Markdown, links, mentions, directives, control and half characters. */
export const hostileText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "</details></td>",
    "```\n# heading\n````",
    "@everyone #1 [link](https://example.com) ![image](x) | cell | `code`",
    "https://example.com/",
    '"]\nend\nclick a "javascript:alert(1)"',
    "%%{init: {}}%%",
    "\ud800",
    "\u001b[31mred",
    "&lt;b&gt;",
    "x".repeat(3000),
  ),
);

const TYPES = [
  "aws:s3/bucket:Bucket",
  "aws:ecs/service:Service",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:mq/broker:Broker",
];

const hostileResource = fc
  .record({ type: fc.constantFrom(...TYPES), name: hostileText, key: hostileText, value: hostileText })
  .map(({ type, name, key, value }): PlannedResource => planned(type, name, { [key]: value, text: `a\n${value}\nb` }));

/** Plans of a stack whose every text is hostile. */
export const hostilePlan: fc.Arbitrary<StackPlan> = fc
  .record({
    texts: fc.array(hostileText, { minLength: 6, maxLength: 6 }),
    resources: fc.array(hostileResource, { maxLength: 4 }),
  })
  .map(({ texts: [name, region, problem, output, rule, message], resources }) => {
    const [first] = resources;
    const finding = { pack: rule!, rule: rule!, level: "mandatory" as const, message: message!, urn: first?.urn };
    const plan = planOf(resources, { name, region, problems: [problem!], outputs: { [output!]: output! } });
    return { ...plan, policy: { ...plan.policy, failed: [finding], errors: [message!] } };
  });
