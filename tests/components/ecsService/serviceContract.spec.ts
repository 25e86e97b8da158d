import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { EcsServiceArgs } from "../../../components/ecsService/args";
import type { Recorded, Recording } from "../../support/recorder";
import { contextOf } from "../environments";
import { API, recordService, routeOf, scalingOf } from "./services";

/** A service with every part that there is. */
const whole: Partial<EcsServiceArgs> = {
  route: routeOf({ hosts: ["api.twig.buildit.tools"], hostedZone: "buildit.tools" }),
  discovery: { via: "serviceConnect", port: 3000 },
  scaling: scalingOf({
    requestsPerTarget: 100,
    serverErrors: { threshold: 5 },
    schedules: [{ name: "evening", cron: "0 20 * * ? *", min: 1, max: 2 }],
  }),
  deployment: {
    strategy: "canary",
    canaryPercent: 10,
    testTraffic: { priority: 50, header: "x-version", value: "next" },
    pauses: [{ at: "afterTestTraffic", timeoutMinutes: 60 }],
  },
};
const server: Partial<EcsServiceArgs> = {
  name: "mysql",
  containers: [{ name: "mysql", image: "mysql:8.4", ports: [3306] }],
  discovery: { via: "dns", port: 3306 },
};

/** The declaration of a resource type's arguments in the installed SDK. */
function declarationOf(type: string): string {
  const [, module = "", resource = ""] = /^aws:(\w+)\/(\w+):/.exec(type) ?? [];
  const file = path.join(path.dirname(require.resolve("@pulumi/aws/package.json")), module, `${resource}.d.ts`);
  return readFileSync(file, "utf8").split(/export interface \w+Args \{/)[1]!;
}

describe("EcsService's contract", () => {
  let recordings: Recording[];
  let children: Recorded[];
  before(async () => {
    recordings = [
      await recordService(whole, { servers: [server] }),
      await recordService({ ...server, name: "twig-api" }),
    ];
    children = recordings.flatMap(({ resources }) => resources.filter(({ type }) => type.startsWith("aws:")));
  });

  it("G4 puts the required tags on every resource that can have tags", () => {
    const taggable = children.filter(({ type }) => /^ {4}tags\?: pulumi\.Input<\{/m.test(declarationOf(type)));
    assert.ok(taggable.length > 30);
    for (const { name, type, inputs } of taggable) {
      const { Owner, Project, Environment: environment, ManagedBy } = (inputs.tags ?? {}) as Record<string, string>;
      assert.deepEqual(
        [Owner, Project, environment, ManagedBy],
        ["buildit", "twig", "integration", "slipway"],
        `${type} ${name}`,
      );
    }
  });

  it("gives every regional resource its region", () => {
    const regional = children.filter(({ type }) => /^ {4}region\?:/m.test(declarationOf(type)));
    assert.ok(regional.length > 30);
    for (const { name, type, inputs } of regional) assert.equal(inputs.region, "us-west-2", `${type} ${name}`);
  });

  it("names every child after the service, and says that its outputs are complete", () => {
    for (const { name, parent } of children) {
      assert.ok(name === API || name.startsWith(`${API}-`), name);
      assert.equal(parent, API, name);
    }
    for (const recording of recordings) assert.ok(recording.one("slipway:index:EcsService").registeredOutputs);
  });

  it("registers the same resources in preview, where outputs are unknown", async () => {
    const shape = ({ resources }: Recording) => resources.map(({ type, name }) => `${type} ${name}`).sort();
    const preview = await recordService(whole, { servers: [server], preview: true });
    assert.deepEqual(shape(preview), shape(recordings[0]!));
  });

  it("A5 keeps two environments of one account and region apart by every name that AWS wants unique", async () => {
    const other = await recordService(whole, {
      servers: [server],
      environment: { context: contextOf({ environment: "staging" }) },
    });
    const names = ({ resources }: Recording) =>
      resources.map(({ inputs }) => inputs.name as string | undefined).filter((name) => name !== undefined);
    const taken = new Set(names(recordings[0]!));
    // A record's name is the host, and a schedule's is the service's own.
    const shared = names(other).filter((name) => taken.has(name));
    assert.deepEqual(shared.sort(), ["api.twig.buildit.tools", "evening"]);
  });
});
