import { mustBe, type Finding, type ResourceRule } from "../../rule";
import { at } from "../../values";

export const efsEncrypted: ResourceRule = {
  name: "efs-encrypted",
  description: "File systems are encrypted at rest.",
  why: "Encryption cannot be switched on later: the data has to move to a new file system.",
  fix: "Set `encrypted: true`; a key of one's own, `kmsKeyId`, is optional.",
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown switch could be off. The key may be unknown.",
  topics: ["storage", "encryption"],
  url: "https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html",
  types: new Set(["aws:efs/fileSystem:FileSystem"]),
  check({ props }): Finding[] {
    return mustBe("encrypted", at(props, "encrypted"), true);
  },
};
