import { WITHOUT_RESOURCE } from "../../../components/shared/iam";
import assert from "node:assert/strict";
import fc from "fast-check";
import type { CheckedServiceArgs } from "../../../components/ecsService/validation";
import type { Host } from "../../../components/environment/host";
import { contextOf } from "../environments";
import { FARGATE, problemsOf } from "./checks";
import { containerOf } from "./tasks";

const instances = (instanceType: string, maxInstances = 10): Host => ({ ...FARGATE, instanceType, maxInstances });

/** Wrong tasks, with the exact words that a user reads. */
const WRONG: [string, Partial<CheckedServiceArgs>, string[], Host?][] = [
  [
    "a name that is none",
    { name: "Twig API" },
    ['name: "Twig API" is not a name; lower-case letters, digits and single dashes, a letter first'],
  ],
  [
    "a name that is too long behind the prefix",
    { name: "a".repeat(30) },
    [
      `name: makes the role name "buildit-twig-integration-${"a".repeat(30)}-deployment" of 66 characters; at most 64: shorten it by 2`,
    ],
  ],
  [
    "a source without a name",
    { source: { repository: "", branch: "/" } },
    [
      'source.repository: "" has no letter or digit; name the repository',
      'source.branch: "/" has no letter or digit; name the branch',
    ],
  ],
  // Permissions.
  [
    "permissions for everything, or for nothing",
    {
      permissions: [
        { actions: ["s3:*", "*"], resources: ["arn:aws:s3:::twig/*"] },
        { actions: [], resources: [] },
      ],
    },
    [
      'permissions[0].actions[0]: "s3:*" allows everything; list the actions that the application needs',
      'permissions[0].actions[1]: "*" allows everything; list the actions that the application needs',
      "permissions[1].actions: is empty; list actions, such as s3:GetObject",
      "permissions[1].resources: is empty; list ARNs",
    ],
  ],
  [
    "actions and resources that are none",
    { permissions: [{ actions: ["GetObject"], resources: ["twig-bucket"] }] },
    [
      'permissions[0].actions[0]: "GetObject" is not an action, such as s3:GetObject',
      'permissions[0].resources[0]: "twig-bucket" is not an ARN',
    ],
  ],
  [
    "every resource, for actions that know them",
    { permissions: [{ actions: ["cloudwatch:PutMetricData", "s3:GetObject"], resources: ["*"] }] },
    [
      `permissions[0].resources[0]: "*" is every resource; give the ARNs that s3:GetObject needs (only ${Object.keys(WITHOUT_RESOURCE).join(", ")} know none)`,
    ],
  ],
  // Fargate.
  [
    "CPU that Fargate has not",
    { cpu: 300 },
    ["cpu: 300 is not a size of Fargate; allowed are 256, 512, 1024, 2048, 4096, 8192, 16384"],
  ],
  [
    "memory that does not go with the CPU",
    { cpu: 256, memoryMiB: 1536 },
    ["memoryMiB: 1536 does not go with cpu 256 on Fargate; allowed are 512, 1024 and 2048: the next is 2048"],
  ],
  [
    "more memory than goes with the CPU",
    { cpu: 8192, memoryMiB: 65536 },
    [
      "memoryMiB: 65536 does not go with cpu 8192 on Fargate; allowed are 16384 to 61440 in steps of 4096: more memory needs more cpu",
    ],
  ],
  // Instances.
  [
    "sizes that no instance has",
    { cpu: 100, memoryMiB: 5 },
    ["cpu: 100 is out of range; allowed is 128–196608", "memoryMiB: 5 is not a size; allowed are whole MiB from 6 on"],
    instances("u-3tb1.56xlarge"),
  ],
  [
    "a task larger than the cluster's instances",
    { cpu: 4096, memoryMiB: 2048 },
    [
      "cpu: 4096 is more than the cluster's t3.small has (2048); no instance could take the task",
      "memoryMiB: 2048 is not less than the cluster's t3.small has (2048, of which the system and the ECS agent keep a part); no instance could take the task",
    ],
    instances("t3.small"),
  ],
  [
    "more tasks than the cluster's instances hold",
    { cpu: 256, memoryMiB: 512, desiredCount: 7 },
    [
      "desiredCount: 7 tasks of this size, each with a network interface, do not fit on the 2 t3.small that the cluster has at most; 4 would",
    ],
    instances("t3.small", 2),
  ],
  [
    "a fewest number of tasks that the instances do not hold",
    { cpu: 1024, memoryMiB: 512, scaling: { min: 5, max: 9 } },
    [
      "scaling.min: 5 tasks of this size, each with a network interface, do not fit on the 2 t3.small that the cluster has at most; 4 would",
    ],
    instances("t3.small", 2),
  ],
  [
    "an architecture that the instances have not",
    { architecture: "arm64" },
    ['architecture: "arm64" does not run on the cluster\'s t3.small, which is x86_64; leave it out'],
    instances("t3.small"),
  ],
];

describe("Task arguments of an EcsService", () => {
  for (const [what, changes, expected, host] of WRONG) {
    it(`A8 refuse ${what}`, () => assert.deepEqual(problemsOf(changes, host), expected));
  }

  it("are right on Fargate, and on instances that have room", () => {
    assert.deepEqual(problemsOf(), []);
    assert.deepEqual(problemsOf({ desiredCount: 4 }, instances("t3.small", 2)), []);
    assert.deepEqual(problemsOf({ cpu: 8192, memoryMiB: 65000 }, instances("m7i.4xlarge")), []);
    assert.deepEqual(problemsOf({ exec: true }), []);
    assert.deepEqual(
      problemsOf({
        permissions: [
          { actions: ["cloudwatch:PutMetricData"], resources: ["*"] },
          { actions: ["s3:Get*"], resources: ["arn:aws:s3:::twig/*"] },
        ],
      }),
      [],
    );
  });

  it("are not judged by instances of which nothing is known, nor by those that the tasks do not run on", () => {
    assert.deepEqual(problemsOf({ cpu: 65536, memoryMiB: 999999 }, instances("x2idn.16xlarge")), []);
    const capacity = [{ provider: "fargate" as const }];
    assert.deepEqual(problemsOf({ capacity, cpu: 4096, memoryMiB: 8192 }, instances("t3.small")), []);
  });

  it("take the longest name that leaves room for roles", () => {
    const context = contextOf();
    const longest = 64 - "-deployment".length - context.prefix.length - 1;
    assert.deepEqual(problemsOf({ name: "a".repeat(longest) }), []);
    assert.equal(problemsOf({ name: "a".repeat(longest + 1) }).length, 1);
  });

  it("A2 take exactly the pairs of CPU and memory that Fargate has", () => {
    const taken = [256, 512, 1024, 2048, 4096, 8192, 16384].map((cpu) => {
      const sizes = Array.from({ length: 260 }, (_, i) => (i + 1) * 512);
      return sizes.filter((memoryMiB) => problemsOf({ cpu, memoryMiB }).length === 0).map((memory) => memory / 1024);
    });
    const range = (from: number, to: number, step: number) =>
      Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step);
    assert.deepEqual(taken, [
      [0.5, 1, 2],
      range(1, 4, 1),
      range(2, 8, 1),
      range(4, 16, 1),
      range(8, 30, 1),
      range(16, 60, 4),
      range(32, 120, 8),
    ]);
  });

  it("say nothing twice and never fail, whatever is left out", () => {
    const whole: Partial<CheckedServiceArgs> = {
      containers: [containerOf()],
      cpu: 256,
      memoryMiB: 512,
      volumes: [{ name: "data" }],
      permissions: [],
      exec: false,
    };
    fc.assert(
      fc.property(fc.subarray(Object.keys(whole) as (keyof typeof whole)[]), (left) => {
        const changes = Object.fromEntries(left.map((key) => [key, undefined]));
        assert.deepEqual(problemsOf({ ...whole, ...changes }), []);
      }),
    );
  });
});
