import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import * as path from "node:path";
import { Store, winnerOf, type Database, type Leaf } from "./store";

// A server with CouchDB's interface, settings and layout of files, as far as the tests use them:
// `couchdb [-couch_ini FILE…]`; without files, $COUCHDB_LOCAL_D holds them.

type Body = Record<string, unknown>;

const given = process.argv.indexOf("-couch_ini");
const localD = process.env.COUCHDB_LOCAL_D ?? "";
const files =
  given > 0
    ? process.argv.slice(given + 1)
    : readdirSync(localD)
        .sort()
        .map((file) => path.join(localD, file));
const settings = new Map<string, string>();
for (const file of files) {
  let section = "";
  for (const line of readFileSync(file, "utf8").split("\n")) {
    section = /^\[(.+)\]$/.exec(line)?.[1] ?? section;
    const [, key, value] = /^(\w+) *= *(.*)$/.exec(line) ?? [];
    if (key !== undefined) settings.set(`${section}/${key}`, value!);
  }
}

function hash(password: string, salt = randomBytes(8).toString("hex")): string {
  return `-test-${createHash("sha256")
    .update(salt + password)
    .digest("hex")},${salt}`;
}

/** As CouchDB, puts a hash in the place of a password, in the last file. */
function setPassword(password: string): void {
  settings.set("admins/admin", hash(password));
  const file = files.at(-1)!;
  const text = readFileSync(file, "utf8").replace(/^admin *=.*$/m, `admin = ${settings.get("admins/admin")!}`);
  writeFileSync(file, text);
}

const plain = settings.get("admins/admin");
if (plain === undefined) throw new Error("an administrator is needed");
if (!plain.startsWith("-test-")) setPassword(plain);

function isAdmin({ headers }: IncomingMessage): boolean {
  const [user, password = ""] = Buffer.from(headers.authorization?.slice("Basic ".length) ?? "", "base64")
    .toString()
    .split(":");
  const known = settings.get("admins/admin")!;
  return user === "admin" && hash(password, known.split(",")[1]) === known;
}

const store = new Store(settings.get("couchdb/database_dir")!);

function present(id: string, leaves: Leaf[]): Body {
  const winner = winnerOf(leaves)!;
  const conflicts = leaves.filter((leaf) => leaf !== winner && !leaf.deleted).map(({ rev }) => rev);
  return { _id: id, _rev: winner.rev, ...winner.body, ...(conflicts.length > 0 && { _conflicts: conflicts.sort() }) };
}

/** Writes documents with the revisions that they bring (`new_edits: false`), so that conflicts can be made. */
function bulk(database: Database, docs: Body[]): void {
  for (const { _id, _rev, ...body } of docs) {
    const id = _id as string;
    database.put(id, [...database.get(id).filter(({ rev }) => rev !== _rev), { rev: _rev as string, body }]);
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
}

async function answer(request: IncomingMessage): Promise<[status: number, body: unknown]> {
  const [name = "", second, third] = request.url!.slice(1).split(/[/?]/).map(decodeURIComponent);
  const body = await bodyOf(request);
  if (name === "_up") return [200, { status: "ok" }];
  if (!isAdmin(request)) return [401, { error: "unauthorized" }];
  if (name === "_session") return [200, { ok: true }];
  if (name === "_all_dbs") return [200, [...store.databases.keys()].sort()];
  if (request.url === "/_node/_local/_config/admins/admin" && request.method === "PUT") {
    setPassword(body as string);
    return [200, ""];
  }
  const database = store.databases.get(name);
  if (request.method === "PUT" && second === undefined) {
    if (!database) store.create(name);
    return [201, { ok: true }];
  }
  if (!database) return [404, { error: "not_found" }];
  switch (second) {
    case undefined:
      return [200, { db_name: name, doc_count: database.ids().length }];
    case "_bulk_docs":
      bulk(database, (body as { docs: Body[] }).docs);
      return [201, []];
    case "_all_docs":
      return [200, { rows: database.ids().map((id) => ({ id, doc: present(id, database.get(id)) })) }];
    case "_design":
      for (const shard of database.shards) shard.index();
      return [200, { rows: [], third }];
    case "_compact":
      for (const shard of database.shards) shard.compact();
      return [202, { ok: true }];
    default:
      return [404, { error: "not_found" }];
  }
}

createServer((request, response) => {
  answer(request).then(
    ([status, body]) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body)),
    (error: Error) => response.writeHead(500).end(error.message),
  );
}).listen(Number(settings.get("chttpd/port")), "127.0.0.1");
