import assert from "node:assert/strict";
import fc from "fast-check";
import { artifactPrefixOf, branchPart, pipelineName } from "../../../components/crossRegionPipeline/names";
import { NAME } from "../../../components/shared/formats";
import { GIT } from "./pipelineArgs";

const branch = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9/_.-]{0,60}$/);

describe("Names of pipelines", () => {
  it("T12 end in the branch, also in one with slashes", () => {
    assert.equal(pipelineName("site", { kind: "s3", key: "site.zip" }), "site");
    assert.equal(pipelineName("site", { ...GIT, branch: "master" }), "site-master");
    assert.equal(pipelineName("site", { ...GIT, branch: "feature/login" }), "site-feature-login-df7c7a");
  });

  it("T12 are names that AWS takes, whatever the branch is called", () => {
    fc.assert(
      fc.property(branch, (one) => {
        const name = pipelineName("site", { ...GIT, branch: one });
        return NAME.test(name) && name.length <= "site-".length + 27;
      }),
    );
  });

  it("T12 keep branches apart, and stay the same", () => {
    fc.assert(fc.property(branch, branch, (one, other) => (one === other) === (branchPart(one) === branchPart(other))));
    for (const [one, other] of [
      ["feature/login", "feature-login"],
      ["Release", "release"],
      ["a".repeat(40), "a".repeat(41)],
      ["---", "___"],
      ["feature/login", "feature-login-df7c7a"],
      ["___", branchPart("___")],
    ] as const) {
      assert.notEqual(branchPart(one), branchPart(other));
    }
  });

  it("L2 begin those of the buckets, cut to what S3 leaves room for", () => {
    assert.equal(artifactPrefixOf("acme-site", {}), "acme-site");
    assert.equal(artifactPrefixOf("acme-site", { artifactPrefix: "acme.artifacts" }), "acme.artifacts");
    const longest = artifactPrefixOf("acme-".repeat(20), {});
    assert.equal(longest.length, 30);
    assert.ok(`${longest}-ap-southeast-2-123456789012`.length <= 63);
  });
});
