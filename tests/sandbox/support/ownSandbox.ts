// Loaded by .mocharc.json before everything else: the tests have a sandbox of their own beside the developer's.
process.env["SLIPWAY_SANDBOX"] = "sandbox-test";
