"use strict";
/**
 * Preload for processes that use `@pulumi/pulumi`: the parts of the SDK that exist to serialize functions are loaded
 * when they are first used. Loading the SDK otherwise loads the TypeScript compiler and `@npmcli/arborist`, more than
 * half of its start time and memory, which neither the plan nor a policy pack normally needs.
 *
 * JavaScript, because a policy pack's process loads it by `node --require` before anything can read TypeScript.
 */
const Module = require("node:module");
const path = require("node:path");

/** SDK modules that are replaced by stubs of the same functions; each loads the real module on its first call. */
const STUBS = {
  "./closure/serializeClosure": ["serializeFunction", "serializeFunctionAsync"],
  "./closure/codePaths": ["computeCodePaths"],
};

const load = Module._load;

/** Functions named `names` that load the module on their first call. */
function lazyFunctions(names, loadModule) {
  return Object.fromEntries(names.map((name) => [name, (...args) => loadModule()[name](...args)]));
}

/** The TypeScript compiler, loaded when anything but its version is read. */
function lazyCompiler(loadModule) {
  const { version } = require("typescript/package.json");
  return new Proxy({ version }, { get: (target, key) => (key in target ? target[key] : loadModule()[key]) });
}

/**
 * ts-node that registers itself when a TypeScript file is first required. A pack whose entry is JavaScript and that
 * registers its own loader never gets there.
 */
function lazyTsNode(loadModule) {
  const register = (options) => {
    const extensions = Module._extensions;
    for (const extension of [".ts", ".tsx"]) {
      extensions[extension] = (module, file) => {
        delete extensions[".ts"];
        delete extensions[".tsx"];
        loadModule().register(options);
        return extensions[extension](module, file);
      };
    }
  };
  return { register };
}

Module._load = function (request, parent, isMain) {
  const loadModule = () => load.call(this, request, parent, isMain);
  const from = parent?.filename ?? "";
  if (from.endsWith(path.join("pulumi", "runtime", "index.js")) && STUBS[request]) {
    return lazyFunctions(STUBS[request], loadModule);
  }
  if (
    from.endsWith(path.join("pulumi", "cmd", "run-policy-pack", "run.js")) ||
    from.endsWith(path.join("pulumi", "tsutils.js"))
  ) {
    if (request === "typescript") return lazyCompiler(loadModule);
    if (/[\\/]?ts-node(@[\d.]+)?$/.test(request)) {
      Module._resolveFilename(request, parent, isMain);
      return lazyTsNode(loadModule);
    }
  }
  return loadModule();
};

module.exports = { STUBS };
