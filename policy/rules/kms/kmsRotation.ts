import { mustBe, type Finding, type ResourceRule } from "../../rule";
import { at, UNKNOWN } from "../../values";

export const kmsRotation: ResourceRule = {
  name: "kms-rotation",
  description: "KMS makes new material for each symmetric key once a year.",
  why: "The longer one material encrypts everything, the more a leak of it opens.",
  fix: "Set `enableKeyRotation: true`; what is encrypted stays readable, and nothing else changes.",
  severity: "medium",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "Whether a key rotates is part of the program, never of another resource.",
  topics: ["encryption"],
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  types: new Set(["aws:kms/key:Key"]),
  check({ props }): Finding[] {
    const spec = at(props, "customerMasterKeySpec") ?? "SYMMETRIC_DEFAULT";
    // KMS rotates no asymmetric and no HMAC keys, and none whose material comes from elsewhere.
    if ((spec !== UNKNOWN && spec !== "SYMMETRIC_DEFAULT") || at(props, "customKeyStoreId") !== undefined) return [];
    return mustBe("enableKeyRotation", at(props, "enableKeyRotation"), true);
  },
};
