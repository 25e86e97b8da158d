"use strict";
/**
 * The project's TypeScript: the JavaScript that tsx makes of it is kept for the next process, and tsx is loaded only for
 * a file that is new or changed. Where nothing is, it would take longer than many a file takes to run.
 */
const { Buffer } = require("node:buffer");
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const cache = require("./compileCache");
const { withSourceMaps } = require("./sourceMaps");

const ROOT = path.resolve(__dirname, "../..");
const TSX = require.resolve("tsx/cjs");
const isOwn = (file) => file.startsWith(ROOT + path.sep) && !file.includes(`${path.sep}node_modules${path.sep}`);

/** All that decides, besides its source, what becomes of a file. */
let settings;
const settingsOf = () =>
  (settings ??= [
    process.version,
    require("tsx/package.json").version,
    readFileSync(path.join(ROOT, "tsconfig.json")),
  ].join());

let load;
function handle(module, file) {
  return withSourceMaps(true, () => (isOwn(file) ? loadOwn : load).call(this, module, file));
}

function loadOwn(module, file) {
  const source = settingsOf() + readFileSync(file, "utf8");
  const known = cache.read("tsx", file, source);
  if (known) return module._compile(known.toString("utf8"), file);
  const compile = module._compile;
  module._compile = function (javaScript, ...rest) {
    module._compile = compile;
    cache.keep("tsx", file, source, () => Buffer.from(javaScript));
    return compile.call(module, javaScript, ...rest);
  };
  return load.call(this, module, file);
}

Object.defineProperty(Module._extensions, ".ts", {
  configurable: true,
  enumerable: true,
  get: () => load && handle,
  set: (loader) => {
    load = loader;
  },
});

const loadModule = Module._load;
Module._load = function (request, parent, isMain) {
  const isTsx = request === TSX || (request === "tsx/cjs" && Module._resolveFilename(request, parent) === TSX);
  if (!isTsx) return loadModule.call(this, request, parent, isMain);
  // tsx sets its own loader when it is loaded.
  Module._extensions[".ts"] = (...args) => {
    loadModule.call(this, TSX, parent);
    return load(...args);
  };
  return {};
};
