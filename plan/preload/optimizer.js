"use strict";
/**
 * V8 optimizes functions later than by default (132 KB of bytecode run by one). A plan is over before the work of its
 * compiler threads, a fifth of all, would pay; they take the processor from the policy pack.
 */
const v8 = require("node:v8");

v8.setFlagsFromString("--interrupt-budget=500000");
