"use strict";
/**
 * Preload for processes that use `@pulumi/pulumi`: what serializes functions, and the Automation API, are loaded when
 * they are first used. Loading the SDK otherwise loads the TypeScript compiler and `@npmcli/arborist`, more than half of
 * its start time and memory, which neither the plan nor a policy pack normally needs.
 *
 * JavaScript, because a policy pack's process loads it by `node --require` before anything can read TypeScript.
 */
const Module = require("node:module");
const path = require("node:path");

/** SDK modules for function serialization, with the functions that others take from them. */
const STUBS = {
  "./closure/serializeClosure": ["serializeFunction", "serializeFunctionAsync"],
  "./closure/codePaths": ["computeCodePaths"],
};

const load = Module._load;

/** Functions named `names` that load the module on their first call. */
function lazyFunctions(names, loadModule) {
  return Object.fromEntries(names.map((name) => [name, (...args) => loadModule()[name](...args)]));
}

/** A namespace of the SDK, loaded when a member is read. It says it is an ES module, so that nobody copies its members. */
function lazyNamespace(loadModule) {
  return new Proxy(
    {},
    { get: (_, key) => (key === "__esModule" ? true : loadModule()[key]), has: (_, key) => key in loadModule() },
  );
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

const inSdk = (file, ...parts) => file.endsWith(path.join("@pulumi", "pulumi", ...parts));

Module._load = function (request, parent, isMain) {
  const loadModule = () => load.call(this, request, parent, isMain);
  const from = parent?.filename ?? "";
  if (STUBS[request] && inSdk(from, "runtime", "index.js")) return lazyFunctions(STUBS[request], loadModule);
  if (request === "./automation" && inSdk(from, "index.js")) return lazyNamespace(loadModule);
  if (inSdk(from, "cmd", "run-policy-pack", "run.js") || inSdk(from, "tsutils.js")) {
    if (request === "typescript") return lazyCompiler(loadModule);
    if (/[\\/]?ts-node(@[\d.]+)?$/.test(request)) {
      // Throws where there is none, as the SDK expects.
      Module._resolveFilename(request, parent, isMain);
      return lazyTsNode(loadModule);
    }
  }
  return loadModule();
};
