import assert from "node:assert/strict";
import fc from "fast-check";
import { reachProblems, sandboxEnvironment } from "../../ops/sandbox/environment";

const folder = "/project/.slipway/sandbox";
const input = {
  port: 4566,
  backend: `${folder}/stacks/root/state`,
  passphraseFile: `${folder}/passphrase`,
  droppedFile: `${folder}/stacks/root/dev.dropped.jsonl`,
  configDir: "/project",
};

describe("the environment of the sandbox's engine", () => {
  it("names the emulator, the sandbox's own backend and stand-in credentials", () => {
    const env = sandboxEnvironment({ PATH: "/bin" }, input);
    assert.equal(env["AWS_ENDPOINT_URL"], "http://127.0.0.1:4566");
    assert.equal(env["PULUMI_BACKEND_URL"], `file://${input.backend}`);
    assert.equal(env["SLIPWAY_CONFIG_DIR"], "/project");
    assert.equal(env["PATH"], "/bin");
    assert.deepEqual(reachProblems(env, folder), []);
  });

  it("keeps nothing of the user's account and backend", () => {
    const inherited = {
      AWS_PROFILE: "production",
      AWS_SESSION_TOKEN: "token",
      AWS_CONFIG_FILE: "/home/user/.aws/config",
      AWS_ENDPOINT_URL_S3: "https://s3.example.com",
      AWS_ACCESS_KEY_ID: "AKIAREAL",
      PULUMI_ACCESS_TOKEN: "pul-real",
      PULUMI_BACKEND_URL: "s3://state",
      PULUMI_CONFIG_PASSPHRASE: "real",
    };
    const env = sandboxEnvironment(inherited, input);
    const kept = Object.values(inherited).filter((value) => Object.values(env).includes(value));
    assert.deepEqual(kept, []);
    assert.deepEqual(reachProblems(env, folder), []);
  });

  it("is safe whatever is inherited", () => {
    const name = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.string().map((rest) => `AWS_${rest}`),
      fc.string().map((rest) => `PULUMI_${rest}`),
    );
    fc.assert(
      fc.property(fc.dictionary(name, fc.string()), (inherited) => {
        assert.deepEqual(reachProblems(sandboxEnvironment(inherited, input), folder), []);
      }),
    );
  });
});

describe("the refusal to reach beyond this machine", () => {
  const safe = sandboxEnvironment({}, input);
  const refused = (change: Record<string, string | undefined>) => reachProblems({ ...safe, ...change }, folder);

  for (const url of [
    "https://sts.amazonaws.com",
    "http://localhost:4566",
    "http://10.0.0.1:4566",
    "http://127.0.0.1.example.com:4566",
    "http://127.0.0.1:80@example.com",
    "http://[::2]:4566",
    "not a URL",
    "",
  ]) {
    it(`refuses the endpoint "${url}"`, () => {
      assert.deepEqual(refused({ AWS_ENDPOINT_URL: url }), ["AWS_ENDPOINT_URL is not the sandbox's own"]);
    });
  }

  it("takes any literal loopback address", () => {
    for (const url of ["http://127.0.0.1:1", "http://127.8.8.8:4566", "http://[::1]:4566"]) {
      assert.deepEqual(refused({ AWS_ENDPOINT_URL: url }), []);
    }
  });

  it("refuses a missing endpoint: the provider would call AWS", () => {
    assert.deepEqual(refused({ AWS_ENDPOINT_URL: undefined }), ["AWS_ENDPOINT_URL is not set"]);
  });

  it("refuses every AWS setting that is not its own, and does not print values", () => {
    const problems = refused({ AWS_ENDPOINT_URL_S3: "https://s3.example.com", AWS_SESSION_TOKEN: "secret-token" });
    assert.deepEqual(problems, [
      "AWS_ENDPOINT_URL_S3 may redirect calls to AWS",
      "AWS_SESSION_TOKEN may redirect calls to AWS",
    ]);
  });

  it("refuses a provider that would write elsewhere", () => {
    assert.deepEqual(refused({ AWS_PROVIDER_DROPPED: `${folder}/../dropped.jsonl` }), [
      "AWS_PROVIDER_DROPPED is not the sandbox's own",
    ]);
  });

  it("refuses credentials that may be real", () => {
    assert.deepEqual(refused({ AWS_ACCESS_KEY_ID: "AKIAREAL" }), ["AWS_ACCESS_KEY_ID is not the sandbox's own"]);
  });

  for (const backend of [
    "s3://state",
    "https://api.pulumi.com",
    "file://elsewhere.example.com/project/.slipway/sandbox/state",
    "file:///tmp/state",
    `file://${folder}/../state`,
    `file://${folder}-other/state`,
    undefined,
  ]) {
    it(`refuses the backend ${backend}`, () => {
      assert.deepEqual(refused({ PULUMI_BACKEND_URL: backend }), [
        `PULUMI_BACKEND_URL is not a folder below ${folder}`,
      ]);
    });
  }

  it("refuses another backend's token", () => {
    assert.deepEqual(refused({ PULUMI_ACCESS_TOKEN: "pul-real" }), [
      "PULUMI_ACCESS_TOKEN names another backend or secret",
    ]);
  });
});
