import type { DefinitionInput } from "../../../components/amiPromotion/stateMachine/input";
import { promotionDefinition } from "../../../components/amiPromotion/stateMachine/definition";
import { Account } from "./account";
import { Interpreter, type Ending } from "./interpreter";

export const INITIAL_IMAGE = "ami-00000000000000001";

/** What a definition is made of for an environment with both fleets and every step; tests change what they are about. */
export function inputOf(changes: Partial<DefinitionInput> = {}): DefinitionInput {
  const environment = changes.environment ?? "uat";
  const prefix = `acme-qbo-${environment}`;
  return {
    environment,
    prefix,
    partition: "aws",
    table: `${prefix}-promotion`,
    topicArn: `arn:aws:sns:us-west-2:123456789012:${prefix}-build`,
    parameters: {
      path: "/acme/qbo/",
      current: `/acme/qbo/${environment}/image`,
      previous: `/acme/qbo/${environment}/previous-image`,
    },
    source: {
      kind: "releaseBox",
      instanceId: "i-0123456789abcdef0",
      application: "acme-qbo-dev-release-box",
      deploymentGroup: "acme-qbo-dev-release-box",
      noReboot: false,
    },
    imageTags: { Owner: "acme", PromotedBy: prefix },
    fleets: [
      { name: "web", group: `${prefix}-web`, templateId: `lt-${environment}-web`, warmupSeconds: 120 },
      { name: "app", group: `${prefix}-app`, templateId: `lt-${environment}-app`, warmupSeconds: 120 },
    ],
    refresh: {
      maxHealthyPercent: 200,
      checkpointPercents: [],
      checkpointMinutes: 10,
      bakeMinutes: 0,
      alarms: [`${prefix}-web-errors`],
    },
    timeouts: { image: 60, database: 60, review: 1440, refresh: 120, setupPackages: 30, tests: 60 },
    commands: {
      project: `${prefix}-commands`,
      bucket: `${prefix}-commands-1a2b3c4`,
      database: "reviewable",
      setupPackages: true,
      tests: true,
      report: "report.xml",
    },
    monitoring: {
      connectionArn: "arn:aws:events:us-west-2:123456789012:connection/monitoring/1",
      endpoint: "https://acme.logicmonitor.com/santaba/rest/device/devices",
      method: "POST",
      body: JSON.stringify({ name: "<environment>", state: "<event> <image>" }),
    },
    shareWith: [],
    keepImages: 3,
    ...changes,
  };
}

/** An account with the fleets of an environment on the initial image. */
export function accountOf({ fleets, parameters }: DefinitionInput): Account {
  const account = new Account(
    fleets.map((fleet) => ({ ...fleet, size: fleet.name === "web" ? 3 : 2 })),
    INITIAL_IMAGE,
  );
  account.parameters.set(parameters.current, INITIAL_IMAGE);
  account.parameters.set(parameters.previous, INITIAL_IMAGE);
  return account;
}

/** Runs a promotion from start to end. */
export async function promote(
  input: DefinitionInput,
  account: Account,
  request: Record<string, unknown> = {},
): Promise<{ ending: Ending; states: string[] }> {
  const name = `run-${account.executions.size + 1}`;
  const id = `arn:aws:states:us-west-2:123456789012:execution:${input.prefix}-promotion:${name}`;
  const before = account.states.length;
  account.executions.set(id, "RUNNING");
  const ending = await new Interpreter(account, { id, name }).run({ ...promotionDefinition(input) }, request);
  account.executions.set(id, ending.status);
  await account.sleep(3600);
  return { ending, states: account.states.slice(before) };
}
