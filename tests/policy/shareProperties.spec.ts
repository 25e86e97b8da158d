import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { shareProperties } from "../../policy/shareProperties";

type Deserialize = (struct: { toJavaScript(): object }, proxySecrets: boolean) => object;
const sdk = createRequire(__filename)("@pulumi/policy/deserialize") as { deserializeProperties: Deserialize };

describe("shareProperties", () => {
  const original = sdk.deserializeProperties;
  before(shareProperties);
  after(() => {
    sdk.deserializeProperties = original;
  });

  it("replaces the SDK's own function, which its server looks up for each policy", () => {
    assert.notEqual(sdk.deserializeProperties, original);
  });

  it("deserializes the properties of a resource once for all policies, and apart from other resources", () => {
    let calls = 0;
    const struct = () => ({ toJavaScript: () => ({ call: ++calls }) });
    const [one, other] = [struct(), struct()];
    const results = [one, one, other, one].map((item) => sdk.deserializeProperties(item, false));
    assert.deepEqual(results, [{ call: 1 }, { call: 1 }, { call: 2 }, { call: 1 }]);
    assert.equal(results[0], results[1]);
  });

  it("leaves each remediation a copy of its own, to change", () => {
    const struct = { toJavaScript: () => ({ a: 1 }) };
    assert.notEqual(sdk.deserializeProperties(struct, true), sdk.deserializeProperties(struct, true));
  });
});
