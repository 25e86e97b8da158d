import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, itemsAt, shown, UNKNOWN } from "../../values";

const OWNER = "rootDirectory.creationInfo";

export const efsAccesspointNonroot: ResourceRule = {
  name: "efs-accesspoint-nonroot",
  description:
    "Access points make every client one user, which is not root, and neither is the owner of their directory.",
  why: "A client that may be anybody is root if its container is: it reads and deletes what others wrote.",
  fix: "Set `posixUser: { uid: 1000, gid: 1000 }`, and the same ids in `rootDirectory.creationInfo`.",
  severity: "medium",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown id could be 0, root's.",
  topics: ["storage"],
  url: "https://docs.aws.amazon.com/efs/latest/ug/enforce-identity-access-points.html",
  types: new Set(["aws:efs/accessPoint:AccessPoint"]),
  check({ props }): Finding[] {
    const user = at(props, "posixUser");
    if (user === UNKNOWN) return [notProvable("posixUser", "whether it is root")];
    const required = ["uid", "gid"].map((id): [string, unknown] => [`posixUser.${id}`, at(user, id)]);
    const groups = itemsAt(user, "secondaryGids").map((id, i): [string, unknown] => [
      `posixUser.secondaryGids[${i}]`,
      id,
    ]);
    const owner = ["ownerUid", "ownerGid"]
      .map((id): [string, unknown] => [`${OWNER}.${id}`, at(props, "rootDirectory", "creationInfo", id)])
      .filter(([, id]) => id !== undefined);
    return [...required, ...groups, ...owner].flatMap(([path, id]): Finding[] => {
      if (id === UNKNOWN) return [notProvable(path, "whether it is root")];
      return typeof id === "number" && id > 0 ? [] : [{ message: `${path} is ${shown(id)}, allowed: 1 or more` }];
    });
  },
};
