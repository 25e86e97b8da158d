"use strict";
/**
 * Preload that comes before a TypeScript loader such as tsx: files of dependencies are compiled by Node itself.
 * The loader would search each of the many hundred files of the SDK for module syntax, look for TypeScript beside it and
 * read its source map, which takes longer than running them. Files of the project are the loader's as before.
 */
const Module = require("node:module");
const path = require("node:path");

const DEPENDENCIES = `${path.sep}node_modules${path.sep}`;
const native = Module._extensions[".js"];
const useSourceMaps = process.setSourceMapsEnabled.bind(process);

/** Runs `compile` with source maps switched on or off; loading a file loads others, of either kind, inside it. */
let current = false;
function withSourceMaps(enabled, compile) {
  const before = current;
  useSourceMaps((current = enabled));
  try {
    return compile();
  } finally {
    useSourceMaps((current = before));
  }
}

/** Lets loaders install themselves for an extension, but not for dependencies. */
function intercept(extension) {
  let handler;
  const install = (loader) => {
    handler = function (module, file) {
      const isDependency = extension === ".js" && file.includes(DEPENDENCIES);
      return withSourceMaps(!isDependency, () => (isDependency ? native : loader).call(this, module, file));
    };
  };
  if (Module._extensions[extension]) install(Module._extensions[extension]);
  Object.defineProperty(Module._extensions, extension, {
    configurable: true,
    enumerable: extension === ".js",
    get: () => handler,
    set: install,
  });
}

/** Lets loaders look for the modules of project files, but not for those that dependencies require. */
function interceptResolution() {
  const resolve = Module._resolveFilename;
  let current = resolve;
  const install = (loader) => {
    current = function (request, parent, ...rest) {
      const isDependency = parent?.filename?.includes(DEPENDENCIES);
      return (isDependency ? resolve : loader).call(this, request, parent, ...rest);
    };
  };
  Object.defineProperty(Module, "_resolveFilename", { configurable: true, get: () => current, set: install });
}

intercept(".js");
intercept(".ts");
interceptResolution();

// A loader that is registered switches source maps on for everything, dependencies included.
process.setSourceMapsEnabled = () => undefined;
