"use strict";
/** Source maps for the project's own files alone: those of dependencies take longer to read than the files to run. */
const useSourceMaps = process.setSourceMapsEnabled.bind(process);

/** Runs `compile` with source maps switched on or off; loading a file loads others, of either kind, inside it. */
let current = false;
exports.withSourceMaps = (enabled, compile) => {
  const before = current;
  useSourceMaps((current = enabled));
  try {
    return compile();
  } finally {
    useSourceMaps((current = before));
  }
};

// A loader that is registered switches source maps on for everything, dependencies included.
process.setSourceMapsEnabled = () => undefined;
