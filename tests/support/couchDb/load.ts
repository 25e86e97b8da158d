import assert from "node:assert/strict";
import type { Machine } from "./machine";

/** A document as the test remembers it: everything that a backup must bring back. */
interface Known {
  revisions: string[];
  attachment: string;
}

interface Row {
  id: string;
  doc: { _rev: string; _conflicts?: string[]; _attachments: { file: { data: string } } };
}

const BATCH = 250;

/** Writes documents with attachments, every seventh with a conflict, and remembers those that CouchDB has confirmed. */
export class Load {
  readonly confirmed = new Map<string, Known>();

  constructor(
    readonly machine: Machine,
    readonly database: string,
  ) {}

  async create(): Promise<void> {
    await this.machine.ask(encodeURIComponent(this.database), { method: "PUT" });
  }

  /** Writes `count` more; indexes and compacts now and then, as a busy database does. */
  async write(count: number): Promise<void> {
    const name = encodeURIComponent(this.database);
    for (let written = 0; written < count; written += BATCH) {
      const docs = Array.from({ length: Math.min(BATCH, count - written) }, () => this.#next());
      const bodies = docs.flatMap(({ id, revisions, attachment }) =>
        revisions.map((_rev) => ({ _id: id, _rev, _attachments: { file: { data: attachment } } })),
      );
      await this.machine.ask(`${name}/_bulk_docs`, { method: "POST", body: { new_edits: false, docs: bodies } });
      for (const { id, ...known } of docs) this.confirmed.set(id, known);
      await this.machine.ask(`${name}/_design/all/_view/all`);
      if (written % (8 * BATCH) === 0) await this.machine.ask(`${name}/_compact`, { method: "POST" });
    }
  }

  #number = 0;

  #next(): Known & { id: string } {
    const number = this.#number++;
    const revisions = number % 7 === 0 ? [`1-a${number}`, `1-b${number}`] : [`1-a${number}`];
    return {
      id: `doc-${number}`,
      revisions,
      attachment: Buffer.from(`attachment of ${number} `.repeat(12)).toString("base64"),
    };
  }

  /** Everything that the database has now, as the test remembers it. */
  async stored(machine = this.machine): Promise<Map<string, Known>> {
    const { status, body } = await machine.ask(`${encodeURIComponent(this.database)}/_all_docs?include_docs=true`);
    assert.equal(status, 200, JSON.stringify(body));
    return new Map(
      (body as { rows: Row[] }).rows.map(({ id, doc }) => [
        id,
        { revisions: [...(doc._conflicts ?? []), doc._rev].sort(), attachment: doc._attachments.file.data },
      ]),
    );
  }
}

/**
 * Fails unless every document of `expected` is in `stored` as it was, and nothing in `stored` is anything but as written. Of
 * a document that was not confirmed yet, a backup may have some of the revisions, as the database had at that moment.
 */
export function assertNothingLost(
  stored: Map<string, Known>,
  expected: Map<string, Known>,
  written: Map<string, Known>,
): void {
  for (const [id, known] of expected) assert.deepEqual(stored.get(id), known, `${id} is lost or damaged`);
  for (const [id, { revisions, attachment }] of stored) {
    const whole = written.get(id);
    assert.equal(attachment, whole?.attachment, `${id} was never written like this`);
    const others = revisions.filter((revision) => !whole?.revisions.includes(revision));
    assert.deepEqual(others, [], `${id} never had these revisions`);
  }
}
