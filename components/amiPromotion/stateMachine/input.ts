/** What the definition is made of: plain values, known once the resources are. */
export interface DefinitionInput {
  /** Name of the environment, which is the stack's; commands name it. */
  environment: string;
  /** Beginning of the images' names. */
  prefix: string;
  partition: string;
  /** Table with the lock and the last state. */
  table: string;
  topicArn: string;
  parameters: ImageParameters;
  source: SourceInput;
  /** Tags of images and snapshots. */
  imageTags: Record<string, string>;
  fleets: FleetInput[];
  refresh: RefreshInput;
  /** Minutes. */
  timeouts: Record<"image" | "database" | "review" | "refresh" | "setupPackages" | "tests", number>;
  commands?: CommandsInput;
  monitoring?: MonitoringInput;
  shareWith: string[];
  keepImages: number;
}

/** SSM parameters with image ids. */
export interface ImageParameters {
  /** Path of the parameters of all environments of the project. */
  path: string;
  /** The image that serves. */
  current: string;
  /** The one before, for the way back. */
  previous: string;
}

export type SourceInput = ReleaseBoxInput | EnvironmentInput;

export interface ReleaseBoxInput {
  kind: "releaseBox";
  instanceId: string;
  application: string;
  deploymentGroup: string;
  noReboot: boolean;
}

export interface EnvironmentInput {
  kind: "environment";
  parameterName: string;
  region: string;
  /** Whether the parameter is in this region, where the state machine can read it. */
  isHere: boolean;
  /** Key for copies; undefined where images are used as they are. */
  copyKeyArn?: string;
}

export interface RefreshInput {
  maxHealthyPercent: number;
  checkpointPercents: number[];
  checkpointMinutes: number;
  bakeMinutes: number;
  /** Names of the alarms that roll any fleet's refresh back: the fleets are one release. */
  alarms: string[];
}

export interface FleetInput {
  name: string;
  group: string;
  templateId: string;
  warmupSeconds: number;
}

export interface CommandsInput {
  project: string;
  bucket: string;
  database: "none" | "update" | "reviewable" | "reviewed";
  setupPackages: boolean;
  tests: boolean;
  /** Path of the JUnit report that the tests write. */
  report?: string;
}

export interface MonitoringInput {
  connectionArn: string;
  endpoint: string;
  method: string;
  /** Body with placeholders. */
  body: string;
}
