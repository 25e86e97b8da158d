import assert from "node:assert/strict";
import fc from "fast-check";
import type { ContainerArgs } from "../../../components/ecsService/containerArgs";
import { findCircles } from "../../../components/ecsService/validation/containersOrder";
import { FARGATE, problemsOf, problemsOfContainers } from "./checks";
import { containerOf } from "./tasks";

const OUT_OF = (low: number, high: number, unit = "") => `is out of range; allowed is ${low}–${high}${unit}`;
const SECRET_ADVICE =
  "would show a credential to whoever may read the task definition; keep it in Secrets Manager or SSM, and give its ARN under secrets";
const NO_SECRET =
  "is not the full ARN of a Secrets Manager secret (arn:…:secret:name-AbCdEf, :key:: behind it for one key) or of an SSM parameter";

/** Wrong containers, with the exact words that a user reads. */
const WRONG: [string, Partial<ContainerArgs>[], string[]][] = [
  ["no containers", [], ["containers: is empty; a task needs at least one container"]],
  [
    "more containers than ECS takes",
    Array.from({ length: 11 }, () => ({})),
    ["containers: has 11 containers; a task has at most 10"],
  ],
  [
    "no essential container",
    [{ essential: false }, { essential: false }],
    ["containers: has no essential container, so that the task would end with none; leave essential out for one"],
  ],
  [
    "names that are none",
    [{ name: "my web" }],
    ['containers[0].name: "my web" is not the name of a container; letters, digits, dashes and underscores'],
  ],
  [
    "two containers of one name",
    [{ name: "web" }, { name: "web" }],
    ['containers[1].name: "web" is taken by another container'],
  ],
  // Images.
  [
    "an image that is none",
    [{ image: "Twig API" }],
    ['containers[0].image: "Twig API" is not an image, such as registry.example.com/shop:1.4.2'],
  ],
  [
    "an image without tag",
    [{ image: "mysql" }],
    [
      'containers[0].image: "mysql" has neither tag nor digest and runs whatever is newest; add one, such as mysql:1.4.2',
    ],
  ],
  [
    "credentials for ECR",
    [{ registryCredentials: "arn:aws:secretsmanager:us-west-2:123456789012:secret:registry-AbCdEf" }],
    ["containers[0].registryCredentials: has no use for an image of ECR, which the execution role may pull; remove it"],
  ],
  [
    "credentials that are no whole secret",
    [
      {
        image: "registry.example.com/a:1",
        registryCredentials: "arn:aws:secretsmanager:us-west-2:123456789012:secret:registry-AbCdEf:user::",
      },
    ],
    ["containers[0].registryCredentials: is not the full ARN of a Secrets Manager secret (arn:…:secret:name-AbCdEf)"],
  ],
  // Order.
  [
    "a dependency that is not there",
    [{ dependsOn: { db: "START" } }, { name: "log" }],
    ['containers[0].dependsOn.db: there is no container "db"; there are log'],
  ],
  [
    "a dependency of the only container",
    [{ dependsOn: { db: "START" } }],
    ['containers[0].dependsOn.db: there is no container "db"; there is no other'],
  ],
  [
    "a container that waits for itself",
    [{ name: "web", dependsOn: { web: "START" } }],
    ["containers[0].dependsOn.web: is the container itself; remove it"],
  ],
  [
    "containers that wait for each other",
    [
      { name: "web", dependsOn: { db: "START" } },
      { name: "db", dependsOn: { web: "START" } },
    ],
    ["containers[1].dependsOn: containers wait for each other in a circle: web -> db -> web; take one dependency out"],
  ],
  [
    "a longer circle beside a container that leads into it",
    [
      { name: "first", dependsOn: { a: "START" } },
      { name: "a", dependsOn: { b: "START" } },
      { name: "b", dependsOn: { c: "START" } },
      { name: "c", dependsOn: { a: "START" } },
    ],
    ["containers[3].dependsOn: containers wait for each other in a circle: a -> b -> c -> a; take one dependency out"],
  ],
  [
    "HEALTHY without a health check",
    [{ dependsOn: { db: "HEALTHY" } }, { name: "db" }],
    [
      'containers[0].dependsOn.db: HEALTHY needs a health check, and container "db" has none; give it one, or wait for START',
    ],
  ],
  [
    "the end of a container with which the task ends",
    [{ dependsOn: { a: "SUCCESS", b: "COMPLETE" } }, { name: "a" }, { name: "b" }],
    [
      'containers[0].dependsOn.a: SUCCESS never comes while the task runs: container "a" is essential; set its essential to false, or wait for START',
      'containers[0].dependsOn.b: COMPLETE never comes while the task runs: container "b" is essential; set its essential to false, or wait for START',
    ],
  ],
  // Ports.
  [
    "ports that are none, or taken",
    [{ name: "web", ports: [0, 80, 80] }, { ports: [80, 65536] }],
    [
      "containers[0].ports[0]: 0 is not a port; allowed is 1–65535",
      "containers[0].ports[2]: 80 is listed twice",
      'containers[1].ports[0]: 80 is taken by container "web"; the containers of a task share one address',
      "containers[1].ports[1]: 65536 is not a port; allowed is 1–65535",
    ],
  ],
  // Mounts.
  [
    "a volume that is not there",
    [{ mounts: [{ volume: "data", path: "/data" }] }],
    ['containers[0].mounts[0].volume: there is no volume "data"; there is none'],
  ],
  [
    "paths that are none, or taken",
    [{ scratch: { tmp: 1, "/": 1, "/tmp": 64, "/tmp/": 64 } }],
    [
      'containers[0].scratch.tmp: "tmp" is not an absolute path',
      'containers[0].scratch./: "/" would hide the whole image; give a directory',
      'containers[0].scratch./tmp/: "/tmp/" is mounted twice in this container',
    ],
  ],
  [
    "scratch space of no size, or larger than the container's memory",
    [{ memoryMiB: 128, scratch: { "/a": 0, "/b": 256 } }],
    [
      "containers[0].scratch./a: 0 is not a size; allowed are whole MiB from 1 on",
      "containers[0].scratch./b: 256 MiB are in memory, and the container's memoryMiB is 128; give less",
    ],
  ],
  // Variables.
  [
    "variables whose names are none",
    [{ environment: { "A B": "1" }, secrets: { "C=D": "arn:aws:ssm:us-west-2:123456789012:parameter/c" } }],
    [
      'containers[0].environment.A B: "A B" is not the name of a variable',
      'containers[0].secrets.C=D: "C=D" is not the name of a variable',
    ],
  ],
  [
    "a variable that is a secret as well",
    [{ environment: { MAIL: "x" }, secrets: { MAIL: "arn:aws:ssm:us-west-2:123456789012:parameter/c" } }],
    ["containers[0].environment.MAIL: is under secrets as well; keep one of the two"],
  ],
  [
    "a credential in clear text, without repeating it",
    [{ environment: { DB_PASSWORD: "hunter22" } }],
    [`containers[0].environment.DB_PASSWORD: ${SECRET_ADVICE}`],
  ],
  [
    "secrets that are not ARNs, without repeating them",
    [
      {
        secrets: {
          A: "hunter22",
          B: "arn:aws:secretsmanager:us-west-2:123456789012:secret:twig/mail",
          C: "arn:aws:secretsmanager:us-west-2:123456789012:secret:twig/mail-AbCdEf:password",
          D: "arn:aws:s3:::bucket/key",
        },
      },
    ],
    ["A", "B", "C", "D"].map((name) => `containers[0].secrets.${name}: ${NO_SECRET}`),
  ],
  [
    "keys that policies do not know",
    [{ secretKeys: ["arn:aws:kms:us-west-2:123456789012:alias/twig"] }],
    ["containers[0].secretKeys[0]: is not the ARN of a KMS key (arn:…:key/…; policies know no aliases)"],
  ],
  [
    "environment files that ECS does not read",
    [{ environmentFiles: ["lookup.txt", "../lookup.env", "a.env", "a.env"] }],
    [
      'containers[0].environmentFiles[3]: "a.env" is listed twice',
      'containers[0].environmentFiles[0]: "lookup.txt" is not the name of a file that ends in .env, such as lookup.env',
      'containers[0].environmentFiles[1]: "../lookup.env" is not the name of a file that ends in .env, such as lookup.env',
    ],
  ],
  [
    "more environment files than ECS reads",
    [{ environmentFiles: Array.from({ length: 11 }, (_, i) => `${i}.env`) }],
    ["containers[0].environmentFiles: has 11 files; at most 10"],
  ],
  // The process.
  [
    "a user that is none",
    [{ user: "1000:1000:1000" }],
    ['containers[0].user: "1000:1000:1000" is not a user, such as 1000:1000 or node'],
  ],
  [
    "numbers out of range",
    [
      {
        stopTimeoutSeconds: 121,
        healthCheck: { command: " ", intervalSeconds: 4, timeoutSeconds: 61, retries: 0, startPeriodSeconds: 301 },
      },
    ],
    [
      `containers[0].stopTimeoutSeconds: 121 ${OUT_OF(1, 120, " seconds")}`,
      "containers[0].healthCheck.command: is empty; give a shell command that exits with 0 when all is well",
      `containers[0].healthCheck.intervalSeconds: 4 ${OUT_OF(5, 300, " seconds")}`,
      `containers[0].healthCheck.timeoutSeconds: 61 ${OUT_OF(2, 60, " seconds")}`,
      `containers[0].healthCheck.retries: 0 ${OUT_OF(1, 10)}`,
      `containers[0].healthCheck.startPeriodSeconds: 301 ${OUT_OF(0, 300, " seconds")}`,
    ],
  ],
  // Shares of the task, which has 256 CPU units and 512 MiB.
  [
    "sizes that are none",
    [{ cpu: 0, memoryMiB: 5 }],
    [
      "containers[0].memoryMiB: 5 is not a size; allowed are whole MiB from 6 on",
      "containers[0].cpu: 0 is not a number of CPU units; allowed are whole numbers from 1 on",
    ],
  ],
  [
    "a reservation that is not below the limit",
    [{ memoryMiB: 128, memoryReservationMiB: 128 }],
    ["containers[0].memoryReservationMiB: 128 is not less than memoryMiB (128), at which the container is ended"],
  ],
  [
    "more than the task has",
    [{ cpu: 512, memoryMiB: 1024, memoryReservationMiB: 513 }],
    [
      "containers[0].cpu: 512 is more than the task has (cpu 256)",
      "containers[0].memoryMiB: 1024 is more than the task has (memoryMiB 512)",
      "containers[0].memoryReservationMiB: 513 is more than the task has (memoryMiB 512)",
    ],
  ],
  [
    "more than the task has, together",
    [
      { cpu: 200, memoryMiB: 500, memoryReservationMiB: 300 },
      { cpu: 200, memoryMiB: 300 },
    ],
    [
      "containers: keep 400 CPU units for themselves, more than the task has (cpu 256)",
      "containers: keep 600 MiB for themselves, more than the task has (memoryMiB 512)",
    ],
  ],
];

describe("Containers of an EcsService", () => {
  for (const [what, containers, expected] of WRONG) {
    it(`A8 refuse ${what}`, () => assert.deepEqual(problemsOfContainers(...containers), expected));
  }

  it("A6 refuse `latest` where it would change what runs behind everybody's back", () => {
    const containers = [containerOf({ image: "ghcr.io/twig/api:latest" })];
    assert.deepEqual(problemsOf({ containers }), []);
    assert.deepEqual(problemsOf({ containers }, { ...FARGATE, stage: "production" }), [
      'containers[0].image: "ghcr.io/twig/api:latest" changes without a deployment; production needs a tag that stays, or a digest',
    ]);
    const pinned = [containerOf({ image: `ghcr.io/twig/api:latest@sha256:${"0".repeat(64)}` })];
    assert.deepEqual(problemsOf({ containers: pinned }, { ...FARGATE, stage: "production" }), []);
  });

  it("refuse volumes without a name of their own, and mounts of one path", () => {
    const mounts = [
      { volume: "data", path: "/data" },
      { volume: "data", path: "/data/" },
      { volume: "dta", path: "/other" },
    ];
    const volumes = [{ name: "data" }, { name: "data" }, { name: "my data" }];
    assert.deepEqual(problemsOf({ containers: [containerOf({ mounts })], volumes }), [
      'containers[0].mounts[1].path: "/data/" is mounted twice in this container',
      'containers[0].mounts[2].volume: there is no volume "dta"; there are data, data, my data',
      'volumes[1].name: "data" is taken by another volume',
      'volumes[2].name: "my data" is not the name of a volume; letters, digits, dashes and underscores',
    ]);
  });

  it("A2 may be an application and its database in start order", () => {
    const database = containerOf({
      name: "mysql",
      image: "mysql:8.4.6",
      ports: [3306],
      user: "999:999",
      writableRoot: true,
      healthCheck: { command: "mysqladmin ping --silent", startPeriodSeconds: 60 },
      environment: { MYSQL_ALLOW_EMPTY_PASSWORD: "no", MYSQL_PASSWORD_FILE: "/run/password" },
      secrets: { MYSQL_PASSWORD: "arn:aws:secretsmanager:us-east-1:123456789012:secret:lookup/mysql-a1B2c3:lookup::" },
      mounts: [{ volume: "data", path: "/var/lib/mysql" }],
    });
    const migration = containerOf({ name: "migrate", ports: [], essential: false, dependsOn: { mysql: "HEALTHY" } });
    const application = containerOf({ dependsOn: { mysql: "HEALTHY", migrate: "SUCCESS" }, scratch: { "/tmp": 64 } });
    const containers = [application, migration, database];
    assert.deepEqual(problemsOf({ containers, volumes: [{ name: "data" }] }), []);
  });

  it("have a circle exactly where no order exists in which each starts after those that it waits for", () => {
    const graph = fc.integer({ min: 1, max: 6 }).chain((size) =>
      fc.array(fc.subarray([...Array(size).keys()]), { minLength: size, maxLength: size }).map((edges) =>
        edges.map((targets, i) => ({
          name: String(i),
          dependsOn: Object.fromEntries(targets.filter((to) => to !== i).map((to) => [String(to), "START" as const])),
        })),
      ),
    );
    fc.assert(
      fc.property(graph, (containers) => {
        const circles = findCircles(containers);
        assert.equal(circles.length > 0, !hasOrder(containers));
        for (const { from, circle } of circles) {
          assert.equal(circle[0], circle.at(-1));
          assert.equal(containers[from]!.name, circle.at(-2));
          for (const [i, name] of circle.slice(0, -1).entries()) {
            const waiting = containers.find((container) => container.name === name)!;
            assert.ok(circle[i + 1]! in waiting.dependsOn, circle.join(" -> "));
          }
        }
      }),
    );
  });
});

/** Takes out what waits for nothing that is left, until nothing is left or nothing can be taken out. */
function hasOrder(containers: { name: string; dependsOn: Record<string, unknown> }[]): boolean {
  const left = new Map(containers.map(({ name, dependsOn }) => [name, Object.keys(dependsOn)]));
  for (;;) {
    const free = [...left].filter(([, awaited]) => awaited.every((name) => !left.has(name)));
    if (free.length === 0) return left.size === 0;
    for (const [name] of free) left.delete(name);
  }
}
