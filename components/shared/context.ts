import { createHash } from "node:crypto";
import { MANAGED_BY } from "./tags";

/**
 * How far an environment is from production. It decides defaults and rules, never names:
 * `development` may lose its data, `staging` and `production` protect it, `production` also needs two zones.
 */
export type Stage = "development" | "staging" | "production";

/** What identifies an environment; the input of {@link Context}. */
export interface Identity {
  /** Person, team or company that owns the environment, e.g. `acme`. */
  owner: string;
  /** Project that the environment runs, e.g. `shop`. */
  project: string;
  /** Name of the environment, the Pulumi stack's name, e.g. `dev`. */
  environment: string;
  stage: Stage;
  /** AWS region of the environment, e.g. `us-west-2`. */
  region: string;
  /** Further tags for every taggable resource. */
  tags?: Record<string, string>;
  /**
   * Whether volumes, file systems, buckets, databases and keys are protected and kept when the stack no longer wants them.
   *
   * @default false in `development`, true otherwise
   */
  protectData?: boolean;
}

const HASH_LENGTH = 6;

/** A name of at most `maxLength` characters: a longer one is cut and ends in a hash of the whole. */
export function shortened(name: string, maxLength: number): string {
  if (name.length <= maxLength) return name;
  return `${name.slice(0, maxLength - HASH_LENGTH - 1).replace(/-+$/, "")}-${hashOf(name)}`;
}

/** A few characters that tell `text` from others. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);
}

/**
 * Names, tags and protection of one environment. Every component gets it as `args.context` and reads nothing else about
 * where it runs, so that two environments never share a name.
 */
export class Context {
  readonly owner: string;
  readonly project: string;
  readonly environment: string;
  readonly stage: Stage;
  readonly region: string;
  /** `owner-project-environment`: how every name of the environment begins. */
  readonly prefix: string;
  readonly protectData: boolean;
  /** Tags besides the required ones. */
  readonly ownTags: Record<string, string>;

  constructor(identity: Identity) {
    this.owner = identity.owner;
    this.project = identity.project;
    this.environment = identity.environment;
    this.stage = identity.stage;
    this.region = identity.region;
    this.prefix = [identity.owner, identity.project, identity.environment].join("-");
    this.protectData = identity.protectData ?? identity.stage !== "development";
    this.ownTags = identity.tags ?? {};
  }

  /**
   * The name of a part of the environment, `owner-project-environment-part`. Characters that most AWS names refuse become
   * dashes, so a branch such as `feature/login` can be a part.
   *
   * @param maxLength AWS's limit for this kind of name. A longer name is cut and ends in a hash of the whole, so that two
   * long names with one beginning stay apart.
   */
  name(part: string, maxLength = 255): string {
    return shortened(`${this.prefix}-${part}`.replace(/[^A-Za-z0-9-]+/g, "-"), maxLength);
  }

  /** The required tags, the environment's own and a `Name`, for a resource that is called `name`. */
  tags(name: string): Record<string, string> {
    return {
      ...this.ownTags,
      Owner: this.owner,
      Project: this.project,
      Environment: this.environment,
      ManagedBy: MANAGED_BY,
      Name: name,
    };
  }
}
