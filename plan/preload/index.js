"use strict";
/** For `node --require`, ahead of any TypeScript loader: what makes the plan and its policy packs start fast. */
require("./optimizer");
require("./dependencies");
require("./typeScript");
require("./lazySdk");
