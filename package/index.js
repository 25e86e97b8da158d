"use strict";
// What Pulumi's language host requires of a plugin's folder; Node.js programs get `exports` of package.json instead. It
// exports nothing: the host would take exported components for ones whose schema it has to infer.
require("./dist/package/provider").serve(require("./package.json").version);
