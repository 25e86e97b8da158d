import assert from "node:assert/strict";
import { DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { DescribeStateMachineCommand, ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { Interpreter, type Ending } from "../support/stepFunctions/interpreter";
import { clientsFor, type Clients } from "./support/clients";
import { EmulatedWorld } from "./support/promotionWorld";
import { assertCode, sandbox } from "./support/sandbox";
import { startStacks } from "./support/stacks";

const REGION = "us-west-2";
const CONFIG = ["--config-dir", "examples/qbo3"];

describe("a promotion in the emulated account", () => {
  let port: number;
  let account: Clients;
  let definition: Record<string, unknown>;

  before(async () => {
    port = (await startStacks()).port;
    account = clientsFor(port, REGION);
    for (const stack of ["dev", "uat"])
      assertCode(await sandbox(["up", stack, "--yes", "--skip-preview", ...CONFIG]), 0);
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const sfn = new SFNClient({ endpoint: `http://127.0.0.1:${port}`, region: REGION, credentials });
    const { stateMachines } = await sfn.send(new ListStateMachinesCommand({}));
    const { stateMachineArn } = stateMachines!.find(({ name }) => name === "quandis-qbo-uat-promotion")!;
    definition = JSON.parse(
      (await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).definition!,
    ) as object as Record<string, unknown>;
  });

  const image = async () =>
    (await account.ssm.send(new GetParameterCommand({ Name: "/quandis/qbo/uat/image" }))).Parameter!.Value!;

  const promote = (name: string, request: object = {}): Promise<Ending> =>
    new Interpreter(new EmulatedWorld(port, REGION), { id: `execution:${name}`, name }).run(definition, request);

  it("Q3 Q8 runs the deployed state machine: the box's image, new template versions, both groups, the record", async () => {
    const before = await image();
    const ending = await promote("first");
    assert.equal(ending.status, "SUCCEEDED", JSON.stringify(ending));
    assert.notEqual(await image(), before);
    const { AutoScalingGroups } = await account.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
    const versions = AutoScalingGroups!.filter(({ AutoScalingGroupName: name }) =>
      name!.startsWith("quandis-qbo-uat-"),
    );
    assert.deepEqual(
      versions.map(({ LaunchTemplate }) => LaunchTemplate!.Version),
      ["2", "2"],
    );
  });

  it("Q8 `pulumi up` after it neither takes it back nor starts another, with and without a refresh", async () => {
    assertCode(await sandbox(["preview", "uat", "--expect-no-changes", ...CONFIG]), 0);
    assertCode(await sandbox(["refresh", "uat", ...CONFIG]), 0);
    assertCode(await sandbox(["preview", "uat", "--expect-no-changes", ...CONFIG]), 0);
  });

  it("Q12 goes back to the image before", async () => {
    const now = await image();
    const { Parameter } = await account.ssm.send(new GetParameterCommand({ Name: "/quandis/qbo/uat/previous-image" }));
    assert.equal((await promote("back", { image: Parameter!.Value, rollback: true })).status, "SUCCEEDED");
    assert.notEqual(await image(), now);
  });

  it("G5 destroys both environments, the one that depends on the other first", async () => {
    for (const stack of ["uat", "dev"]) {
      assertCode(await sandbox(["destroy", stack, "--yes", "--release-data", ...CONFIG]), 0);
    }
  });
});
