import type { ResourceChange } from "../model";
import { labelOf } from "./label";

const KEYS_AND_CERTIFICATES = /^aws:(kms|acm|acmpca)\//;

/** Arguments, at any depth, that say with what something is encrypted, or how TLS is spoken. */
const ENCRYPTION =
  /(^|\.)(\w*kms\w*(key|id|arn)\w*|\w*certificate\w*|sslPolicy|encrypted|\w*encryption\w*|enableKeyRotation|storageEncrypted)(\b|$)/i;

const DONE = {
  create: "is new",
  delete: "is deleted",
  replace: "is replaced",
  "may-replace": "may be replaced",
  update: "changes",
  rename: "is renamed",
} as const;

/** Changes of keys, certificates, TLS and encryption, a sentence each. */
export function encryptionChanges(changes: ResourceChange[]): string[] {
  return changes.flatMap((change) => {
    const { operation, type, properties } = change;
    const isKey = KEYS_AND_CERTIFICATES.test(type);
    const paths = properties
      .filter(({ property }) => isKey || ENCRYPTION.test(property.replaceAll("[*]", "")))
      .map(({ path }) => path);
    if (!(isKey && operation !== "rename") && paths.length === 0) return [];
    return [`${labelOf(change)} ${DONE[operation]}${paths.length > 0 ? `: ${paths.join(", ")}` : ""}`];
  });
}
