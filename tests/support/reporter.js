"use strict";
// Mocha's `spec` reporter, followed by the one line that continuous integration reads: `N passed, N failed`.
const { reporters } = require("mocha");

module.exports = class ClosingLine extends reporters.Spec {
  done(failures, callback) {
    const { passes, failures: failed, pending } = this.stats;
    console.log(`${passes} passed, ${failed} failed${pending ? `, ${pending} skipped` : ""}`);
    callback(failures);
  }
};
