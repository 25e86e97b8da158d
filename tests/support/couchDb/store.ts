import { createHash } from "node:crypto";
import { mkdirSync, renameSync } from "node:fs";
import * as path from "node:path";
import { AppendOnlyFile } from "./appendOnlyFile";

/** A leaf of a document's tree of revisions. */
export interface Leaf {
  rev: string;
  deleted?: boolean;
  body: Record<string, unknown>;
}

interface Change {
  seq: number;
  id: string;
  leaves: Leaf[];
}

const RANGES = ["00000000-7fffffff", "80000000-ffffffff"] as const;

/** A shard of a database, `shards/RANGE/NAME.TIME.couch`, and the index of its views under `.shards`. */
class Shard {
  readonly documents = new Map<string, Leaf[]>();
  seq = 0;
  indexed = 0;
  #file: AppendOnlyFile<Change>;
  #index: AppendOnlyFile<{ seq: number }>;

  constructor(
    readonly path: string,
    indexPath: string,
  ) {
    for (const { seq, id, leaves } of AppendOnlyFile.read<Change>(path)) {
      this.documents.set(id, leaves);
      this.seq = seq;
    }
    this.indexed = AppendOnlyFile.read<{ seq: number }>(indexPath).at(-1)?.seq ?? 0;
    if (this.indexed > this.seq)
      throw new Error(`${indexPath} is ahead of its database: ${this.indexed} > ${this.seq}`);
    mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    mkdirSync(indexPath.slice(0, indexPath.lastIndexOf("/")), { recursive: true });
    this.#file = new AppendOnlyFile(path);
    this.#index = new AppendOnlyFile(indexPath);
  }

  write(id: string, leaves: Leaf[]): void {
    this.documents.set(id, leaves);
    this.seq += 1;
    this.#file.append({ seq: this.seq, id, leaves });
  }

  /** Brings the index up to date, as a query of a view does. */
  index(): void {
    this.#file.flush();
    this.indexed = this.seq;
    this.#index.append({ seq: this.seq });
  }

  /** Writes a new file with what is current and puts it in the place of the old one. */
  compact(): void {
    const compacted = new AppendOnlyFile<Change>(`${this.path}.compact.data`);
    for (const [id, leaves] of this.documents) compacted.append({ seq: this.seq, id, leaves });
    compacted.close();
    renameSync(`${this.path}.compact.data`, this.path);
    this.#file.close();
    this.#file = new AppendOnlyFile(this.path);
  }
}

/** A database of two shards. */
export class Database {
  readonly shards: Shard[];

  constructor(root: string, name: string, created: number) {
    this.shards = RANGES.map(
      (range) =>
        new Shard(
          path.join(root, "shards", range, `${name}.${created}.couch`),
          path.join(root, ".shards", range, `${name}.${created}_design`, "mrview", "1.view"),
        ),
    );
  }

  get(id: string): Leaf[] {
    return this.#shardOf(id).documents.get(id) ?? [];
  }

  put(id: string, leaves: Leaf[]): void {
    this.#shardOf(id).write(id, leaves);
  }

  ids(): string[] {
    return this.shards
      .flatMap(({ documents }) => [...documents].filter(([, leaves]) => !winnerOf(leaves)?.deleted).map(([id]) => id))
      .sort();
  }

  #shardOf(id: string): Shard {
    return this.shards[createHash("md5").update(id).digest()[0]! >> 7]!;
  }
}

/** The databases of a folder. `_dbs.couch` lists them, with the times of their creation. */
export class Store {
  readonly databases = new Map<string, Database>();
  #list: AppendOnlyFile<{ name: string; created: number }>;

  constructor(readonly root: string) {
    mkdirSync(root, { recursive: true });
    const list = path.join(root, "_dbs.couch");
    for (const { name, created } of AppendOnlyFile.read<{ name: string; created: number }>(list)) {
      this.databases.set(name, new Database(root, name, created));
    }
    this.#list = new AppendOnlyFile(list);
    for (const name of ["_users", "_replicator"]) if (!this.databases.has(name)) this.create(name);
  }

  create(name: string): Database {
    const created = 1_700_000_000 + this.databases.size;
    this.#list.append({ name, created });
    const database = new Database(this.root, name, created);
    this.databases.set(name, database);
    return database;
  }
}

/** The leaf that CouchDB shows: not deleted before deleted, then the longest history, then the highest hash. */
export function winnerOf(leaves: Leaf[]): Leaf | undefined {
  const rank = ({ rev, deleted }: Leaf) => `${deleted ? 0 : 1}${rev.split("-")[0]!.padStart(6, "0")}${rev}`;
  return [...leaves].sort((a, b) => (rank(a) < rank(b) ? 1 : -1))[0];
}
