"use strict";
/**
 * Keeps what compiling a file yields for the next process, as Node 22's `module.enableCompileCache` does, which Node 20 has
 * not. Each entry is a file: a checksum of the source and the data, then the data. An entry that is stale, cut short or
 * damaged is no entry. It appears whole, by a rename, and processes that write the same one at once do no harm. Where the
 * folder cannot be written nothing is kept.
 */
const { Buffer } = require("node:buffer");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { setTimeout } = require("node:timers");
const { crc32 } = require("node:zlib");

/** `SLIPWAY_COMPILE_CACHE` names another folder; empty, there is none. */
const FOLDER = process.env.SLIPWAY_COMPILE_CACHE ?? path.resolve(__dirname, "../../.slipway/compile-cache");
const CHECKSUM_BYTES = 4;

/** Time after which a process that loads no more files writes, in milliseconds: it may be killed before it ends. */
const IDLE = 500;

/** What is to be written: by path, the source and what makes the data. */
const pending = new Map();
let timer;

const entryOf = (kind, file) => path.join(FOLDER, kind, file);

/** What was kept of a file, if its source is the same; `kind` says what it is. */
exports.read = (kind, file, source) => {
  if (FOLDER === "") return undefined;
  let entry;
  try {
    entry = readFileSync(entryOf(kind, file));
  } catch {
    return undefined;
  }
  if (entry.length < CHECKSUM_BYTES) return undefined;
  const data = entry.subarray(CHECKSUM_BYTES);
  return entry.readUInt32LE() === crc32(data, crc32(source)) ? data : undefined;
};

/** Keeps what `dataOf` returns when the process ends or has nothing to load for a while. */
exports.keep = (kind, file, source, dataOf) => {
  if (FOLDER === "") return;
  if (timer === undefined) {
    process.once("exit", write);
    timer = setTimeout(write, IDLE).unref();
  }
  timer.refresh();
  pending.set(entryOf(kind, file), { source, dataOf });
};

function write() {
  try {
    for (const [entry, { source, dataOf }] of pending) {
      const data = dataOf();
      const checksum = Buffer.alloc(CHECKSUM_BYTES);
      checksum.writeUInt32LE(crc32(data, crc32(source)));
      mkdirSync(path.dirname(entry), { recursive: true });
      const temporary = `${entry}.${process.pid}`;
      writeFileSync(temporary, Buffer.concat([checksum, data]));
      renameSync(temporary, entry);
    }
  } catch {
    // It saves time, nothing else.
  }
  pending.clear();
}
