"use strict";
/**
 * Files of dependencies are compiled by Node itself, whatever loader is registered, and V8's code of them is kept for the
 * next process. The loader would search each of the many hundred files of the SDK for module syntax, look for TypeScript
 * beside it and read its source map, which takes longer than running them. Files of the project are the loader's.
 */
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const v8 = require("node:v8");
const vm = require("node:vm");
const cache = require("./compileCache");
const { withSourceMaps } = require("./sourceMaps");

const DEPENDENCIES = `${path.sep}node_modules${path.sep}`;
const native = Module._extensions[".js"];

/** Loads a file of a dependency. The cache knows only files that Node takes for CommonJS. */
function loadDependency(module, file) {
  // V8 refuses code that was made with other flags; the SDK sets one while it is loaded.
  const kind = `v8-${v8.cachedDataVersionTag()}`;
  const source = readFileSync(file, "utf8");
  const known = cache.read(kind, file, source);
  const script = known && compile(file, source, known);
  if (script && !script.cachedDataRejected) return run(script, module, file);
  // Node compiles a file by this method if it takes it for CommonJS.
  const compileNatively = module._compile;
  module._compile = function (content, ...rest) {
    module._compile = compileNatively;
    const fresh = content === source && compile(file, source);
    if (!fresh) return compileNatively.call(module, content, ...rest);
    // When the process ends, the code has the functions as well that have been called.
    cache.keep(kind, file, source, () => fresh.createCachedData());
    return run(fresh, module, file);
  };
  return native(module, file);
}

/** @returns undefined for what is no script, such as an ES module without a sign of it but its syntax */
function compile(file, source, cachedData) {
  const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  try {
    return new vm.Script(Module.wrap(source), { filename: file, cachedData, importModuleDynamically });
  } catch {
    return undefined;
  }
}

function run(script, module, file) {
  const { exports } = module;
  return script.runInThisContext().call(exports, exports, requireOf(module), module, file, path.dirname(file));
}

function requireOf(module) {
  const resolve = (request, options) => Module._resolveFilename(request, module, false, options);
  resolve.paths = (request) => Module._resolveLookupPaths(request, module);
  const { mainModule: main } = process;
  const { _extensions: extensions, _cache: cached } = Module;
  return Object.assign((id) => module.require(id), { resolve, main, extensions, cache: cached });
}

/** What a loader installs becomes the handler of the project's files; it may hand on to the handler that it replaces. */
let handle;
function install(loader) {
  handle = function (module, file) {
    const isDependency = file.includes(DEPENDENCIES);
    return withSourceMaps(!isDependency, () => (isDependency ? loadDependency : loader).call(this, module, file));
  };
}
install(native);
Object.defineProperty(Module._extensions, ".js", {
  configurable: true,
  enumerable: true,
  get: () => handle,
  set: install,
});

/** Lets loaders look for the modules of project files, but not for those that dependencies require. */
const resolveNatively = Module._resolveFilename;
let resolve = resolveNatively;
Object.defineProperty(Module, "_resolveFilename", {
  configurable: true,
  get: () => resolve,
  set: (loader) => {
    resolve = function (request, parent, ...rest) {
      const isDependency = parent?.filename?.includes(DEPENDENCIES);
      return (isDependency ? resolveNatively : loader).call(this, request, parent, ...rest);
    };
  },
});
