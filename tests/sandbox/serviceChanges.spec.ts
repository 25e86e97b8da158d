import assert from "node:assert/strict";
import { DeregisterTaskDefinitionCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { clientsFor, type Clients } from "./support/clients";
import { deployImage } from "./support/deployImage";
import { fixture } from "./support/fixture";
import { ofPrefix } from "./support/inventory";
import type { Outputs } from "./support/readBack";
import { readService, type ServiceFacts } from "./support/readServices";
import { assertCode } from "./support/sandbox";
import { REGIONS, startStacks } from "./support/stacks";

const PREFIX = "acme-services-dev";
const CLUSTER = `${PREFIX}-cluster`;
const REGISTRY = "123456789012.dkr.ecr.us-west-2.amazonaws.com";

describe("services through changes and deployments", () => {
  const { run, edit } = fixture("services");
  let port: number;
  let account: Clients;

  before(async () => {
    ({ port } = await startStacks());
    account = clientsFor(port, "us-west-2");
  });

  /** Runs a command that has to end well. Returns what it printed. */
  async function succeed(command: string, ...flags: string[]): Promise<string> {
    const ended = await run(command, flags);
    assertCode(ended, 0);
    return ended.output;
  }

  async function services(): Promise<Record<string, ServiceFacts>> {
    const { services } = JSON.parse(await succeed("outputs")) as Outputs;
    const facts = Object.entries(services!).map(
      async ([name, outputs]) =>
        [name, await readService(account, CLUSTER, outputs, { rules: [], targetGroups: [] })] as const,
    );
    return Object.fromEntries(await Promise.all(facts));
  }

  const imagesOf = ({ task }: ServiceFacts) => task.containerDefinitions!.map(({ image }) => image);

  it("T11 T18 A2 up builds them with the wanted number of tasks, and a second preview shows no change", async () => {
    await succeed("up", "--yes", "--skip-preview");
    await succeed("preview", "--expect-no-changes");
    for (const [name, { service, deployments }] of Object.entries(await services())) {
      assert.deepEqual([service.desiredCount, service.runningCount, deployments.length], [1, 1, 1], name);
    }
  });

  it("T18 a changed image tag is one new revision, and the service goes on in place", async () => {
    const before = await services();
    edit("web:1.0.0", "web:1.1.0");
    const shown = await succeed("preview");
    assert.match(shown, new RegExp(` \\+- aws:ecs:TaskDefinition ${PREFIX}-web-task \\[containerDefinitions\\]`));
    assert.match(shown, new RegExp(` ~ {2}aws:ecs:Service ${PREFIX}-web \\[taskDefinition\\]`));
    assert.match(shown, /^1 to update, 1 to replace, \d+ unchanged/m);
    await succeed("up", "--yes", "--skip-preview");

    const after = await services();
    assert.deepEqual(imagesOf(after["web"]!), [`${REGISTRY}/web:1.1.0`]);
    assert.equal(after["web"]!.task.revision, before["web"]!.task.revision! + 1);
    assert.equal(after["web"]!.service.serviceArn, before["web"]!.service.serviceArn);
    assert.equal(after["web"]!.deployments.length, 2);
    for (const name of ["store", "worker"]) assert.deepEqual(after[name]!.deployments, before[name]!.deployments, name);
  });

  it("T11 T19 a number of tasks that scaling has changed is no drift, nor is a revision that a pipeline deployed", async () => {
    const { web, worker } = await services();
    const { clusterArn: cluster, serviceName: service } = web!.service;
    await account.ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: 3 }));
    const deployed = await deployImage(account, worker!, `${REGISTRY}/worker:1.1.0`);

    await succeed("preview", "--expect-no-changes");
    await succeed("refresh");
    await succeed("preview", "--expect-no-changes");
    await succeed("up", "--yes", "--skip-preview");

    const after = await services();
    assert.equal(after["web"]!.service.desiredCount, 3);
    assert.equal(after["worker"]!.service.taskDefinition, deployed);
    assert.deepEqual(imagesOf(after["worker"]!), [`${REGISTRY}/worker:1.1.0`]);
    assert.equal(after["worker"]!.deployments.length, 2);
  });

  it("A2 a container more, on other capacity, is one deployment of the same service, and its tasks stay as many", async () => {
    const before = await services();
    edit(
      "          ports: [8080]\n",
      '          ports: [8080]\n        - { name: proxy, image: "envoyproxy/envoy:v1.36.2" }\n',
    );
    edit(
      "connectsTo: [store]",
      "connectsTo: [store]\n      capacity: [{ provider: fargate, base: 1 }, { provider: fargateSpot }]",
    );
    await succeed("up", "--yes", "--skip-preview");
    const { web } = await services();
    assert.deepEqual(imagesOf(web!), [`${REGISTRY}/web:1.1.0`, "envoyproxy/envoy:v1.36.2"]);
    const providers = web!.service.capacityProviderStrategy!.map(({ capacityProvider }) => capacityProvider);
    assert.deepEqual(providers.sort(), ["FARGATE", "FARGATE_SPOT"]);
    assert.equal(web!.service.serviceArn, before["web"]!.service.serviceArn);
    assert.deepEqual([web!.deployments.length, web!.service.desiredCount], [3, 3]);
  });

  it("T16 a service that is gone from the settings is said to be deleted, and is, with all that was its own", async () => {
    edit(/ {4}- name: worker\n[^]*(?= {2}slipway:notifications)/, "");
    const shown = await succeed("up", "--yes");
    assert.match(shown, new RegExp(` -  aws:ecs:Service ${PREFIX}-worker`));
    assert.deepEqual(Object.keys(await services()), ["store", "web"]);
    // What others have registered is theirs.
    const left = await ofPrefix(port, REGIONS, `${PREFIX}-worker`);
    assert.deepEqual(left, [`us-west-2 task definition ${PREFIX}-worker:2`]);
    await account.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: `${PREFIX}-worker:2` }));
  });

  it("T16 destroy leaves nothing of services, their files and their names", async () => {
    await succeed("destroy", "--yes");
    assert.deepEqual(await ofPrefix(port, REGIONS, PREFIX), []);
  });
});
