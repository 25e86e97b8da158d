// An ordinary import would be a copy of the module, on which a replacement has no effect.
// eslint-disable-next-line @typescript-eslint/no-require-imports
import deserializer = require("@pulumi/policy/deserialize");

type Deserialize = (struct: object, proxySecrets: boolean) => object;

/**
 * Makes the SDK deserialize the properties of a resource once instead of once for every policy, which is most of what it
 * does with a large stack. The rules read properties and never write to them, so they can share one copy. `proxySecrets`
 * is true for remediations, which do write: they keep a copy of their own.
 */
export function shareProperties(): void {
  const sdk = deserializer as unknown as { deserializeProperties: Deserialize };
  const original = sdk.deserializeProperties;
  const shared = new WeakMap<object, object>();
  sdk.deserializeProperties = (struct, proxySecrets) => {
    if (proxySecrets) return original(struct, proxySecrets);
    const known = shared.get(struct) ?? original(struct, proxySecrets);
    shared.set(struct, known);
    return known;
  };
}
