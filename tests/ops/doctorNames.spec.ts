import assert from "node:assert/strict";
import { covers } from "../../ops/doctor/checks/domain";
import { parseEcr } from "../../ops/doctor/checks/images";

describe("what certificates and addresses of images say", () => {
  it("a wildcard stands for one label", () => {
    assert.ok(covers("*.example.com", "shop.example.com"));
    assert.ok(covers("Shop.example.com", "shop.example.com"));
    for (const host of ["example.com", "a.shop.example.com", "shop.example.org"]) {
      assert.equal(covers("*.example.com", host), false, host);
    }
    assert.ok(covers("*.example.com", "*.example.com"));
  });

  it("an address in ECR names account, region, repository, and tag or digest", () => {
    const at = { account: "123456789012", region: "us-west-2" };
    const host = "123456789012.dkr.ecr.us-west-2.amazonaws.com";
    assert.deepEqual(parseEcr(`${host}/shop:1.2.3`), { ...at, repository: "shop", tag: "1.2.3" });
    assert.deepEqual(parseEcr(`${host}/team/shop`), { ...at, repository: "team/shop", tag: "latest" });
    assert.deepEqual(parseEcr(`${host}/shop:1@sha256:ab`), { ...at, repository: "shop", digest: "sha256:ab" });
    assert.equal(parseEcr("public.ecr.aws/nginx/nginx:1.27"), undefined);
  });
});
