import { efsAccesspointNonroot } from "../../policy/rules/efs/efsAccesspointNonroot";
import { efsEncrypted } from "../../policy/rules/efs/efsEncrypted";
import { describeRule } from "../support/describeRule";
import { unknown } from "../support/policy";

const fileSystem = (encrypted?: unknown, rest = {}) => ({
  type: "aws:efs/fileSystem:FileSystem",
  props: { encrypted, ...rest },
});
describeRule(efsEncrypted, {
  complies: {
    "an encrypted one": fileSystem(true),
    "a key of its own, which is new": fileSystem(true, { kmsKeyId: unknown }),
    "another type": { type: "aws:efs/mountTarget:MountTarget", props: {} },
  },
  violates: {
    "the default": [fileSystem(), /^encrypted is not set, allowed: true$/],
    "one in clear": [fileSystem(false), /encrypted is false/],
    "a key without the switch": [fileSystem(undefined, { kmsKeyId: "key" }), /encrypted is not set/],
    null: [fileSystem(null), /not set/],
    "a text": [fileSystem("true"), /encrypted is "true"/],
    "an object": [fileSystem({ at: "rest" }), /encrypted is an object/],
  },
  unknown: { "an unknown switch": [fileSystem(unknown), /^not provable: encrypted/] },
});

const accessPoint = (posixUser?: unknown, creationInfo?: unknown) => ({
  type: "aws:efs/accessPoint:AccessPoint",
  props: { fileSystemId: unknown, posixUser, rootDirectory: { path: "/charts", creationInfo } },
});
const USER = { uid: 1000, gid: 1000 };
const OWNER = { ownerUid: 1000, ownerGid: 1000, permissions: "750" };
describeRule(efsAccesspointNonroot, {
  complies: {
    "a user of its own, who owns the directory": accessPoint(USER, OWNER),
    "a directory that exists": accessPoint(USER),
    "further groups": accessPoint({ ...USER, secondaryGids: [2000, 3000] }),
    "another type": { type: "aws:efs/fileSystem:FileSystem", props: {} },
  },
  violates: {
    "clients that may be anybody": [
      accessPoint(),
      /^posixUser\.uid is not set, allowed: 1 or more$/,
      /^posixUser\.gid is not set/,
    ],
    root: [accessPoint({ uid: 0, gid: 1000 }), /^posixUser\.uid is 0/],
    "root's group": [accessPoint({ uid: 1000, gid: 0 }), /^posixUser\.gid is 0/],
    "root's group among others": [
      accessPoint({ ...USER, secondaryGids: [2000, 0] }),
      /^posixUser\.secondaryGids\[1\] is 0/,
    ],
    "a directory of root's": [
      accessPoint(USER, { ...OWNER, ownerUid: 0 }),
      /^rootDirectory\.creationInfo\.ownerUid is 0, allowed: 1 or more$/,
    ],
    "a name instead of a number": [accessPoint({ uid: "mysql", gid: 1000 }), /posixUser\.uid is "mysql"/],
    "a negative number": [accessPoint({ uid: -2, gid: 1000 }), /posixUser\.uid is -2/],
    "a list": [accessPoint([USER]), /uid is not set/, /gid is not set/],
  },
  unknown: {
    "an unknown id": [accessPoint({ uid: unknown, gid: 1000 }), /^not provable: posixUser\.uid/],
    "an unknown user": [accessPoint(unknown), /^not provable: posixUser is known only/],
    "an unknown owner": [accessPoint(USER, { ...OWNER, ownerGid: unknown }), /^not provable: .*creationInfo\.ownerGid/],
  },
});
