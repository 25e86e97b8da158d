import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";

const HEADER_BYTES = 4 + 20;

/**
 * A file of records that only ever grows, each behind its length and checksum, as in CouchDB's own files: a reader takes
 * what is whole and leaves a torn end; a record that is damaged with more behind it is an error.
 */
export class AppendOnlyFile<T> {
  #descriptor: number;

  constructor(readonly path: string) {
    this.#descriptor = openSync(path, "a");
  }

  append(record: T): void {
    const body = Buffer.from(JSON.stringify(record));
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32BE(body.length);
    createHash("sha1").update(body).digest().copy(header, 4);
    writeSync(this.#descriptor, Buffer.concat([header, body]));
  }

  flush(): void {
    fsyncSync(this.#descriptor);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** The whole records of a file. */
  static read<T>(path: string): T[] {
    if (!existsSync(path)) return [];
    const bytes = readFileSync(path);
    const records: T[] = [];
    let at = 0;
    while (at + HEADER_BYTES <= bytes.length) {
      const end = at + HEADER_BYTES + bytes.readUInt32BE(at);
      if (end > bytes.length) break;
      const body = bytes.subarray(at + HEADER_BYTES, end);
      if (
        !createHash("sha1")
          .update(body)
          .digest()
          .equals(bytes.subarray(at + 4, at + HEADER_BYTES))
      ) {
        throw new Error(`${path} is damaged at byte ${at}`);
      }
      records.push(JSON.parse(body.toString()) as T);
      at = end;
    }
    return records;
  }
}
