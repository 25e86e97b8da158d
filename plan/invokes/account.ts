import { ACCOUNT, type Answer, list, text } from "./answer";

/** Zones that a region of the plan has; no region with a general ECS or RDS offering has fewer than three. */
const ZONES = ["a", "b", "c"];

const getRegion: Answer = (args, place) => {
  const region = text(args.name) ?? place.region;
  const endpoint = `ec2.${region}.${place.partition.dnsSuffix}`;
  return { id: region, name: region, region, endpoint, description: region };
};

const getPartition: Answer = (_args, { partition }) => ({
  id: partition.id,
  partition: partition.id,
  dnsSuffix: partition.dnsSuffix,
  reverseDnsPrefix: partition.reverseDnsPrefix,
});

const getCallerIdentity: Answer = (_args, { partition }) => ({
  id: ACCOUNT,
  accountId: ACCOUNT,
  userId: "AIDAOFFLINEPLAN",
  arn: ["arn", partition.id, "iam", "", ACCOUNT, "user/offline-plan"].join(":"),
});

/** `us-west-2` → `usw2`, as zone ids abbreviate regions. */
function shortRegion(region: string): string {
  const [area = "", ...rest] = region.split("-");
  const number = rest.pop() ?? "";
  const directions = rest.join("").replace(/(north|south|east|west|central)/g, (word) => word[0] ?? "");
  return `${area}${directions}${number}`;
}

const getAvailabilityZones: Answer = (args, { region }) => {
  const excluded = new Set([...list(args.excludeNames), ...list(args.excludeZoneIds)]);
  const zones = ZONES.map((letter, index) => ({
    name: `${region}${letter}`,
    id: `${shortRegion(region)}-az${index + 1}`,
  })).filter(({ name, id }) => !excluded.has(name) && !excluded.has(id));
  return {
    ...args,
    id: region,
    region,
    names: zones.map(({ name }) => name),
    zoneIds: zones.map(({ id }) => id),
    groupNames: [region],
  };
};

const getAvailabilityZone: Answer = (args, { region }) => {
  const name =
    text(args.name) ??
    ZONES.map((letter, index) => [`${region}${letter}`, `${shortRegion(region)}-az${index + 1}`]).find(
      ([, id]) => id === args.zoneId,
    )?.[0] ??
    `${region}a`;
  const letter = name.slice(-1);
  return {
    id: name,
    name,
    region,
    nameSuffix: letter,
    zoneId: `${shortRegion(region)}-az${ZONES.indexOf(letter) + 1}`,
    zoneType: "availability-zone",
    groupName: region,
    groupLongName: region,
    networkBorderGroup: region,
    optInStatus: "opt-in-not-required",
    parentZoneId: "",
    parentZoneName: "",
    state: "available",
  };
};

export const ACCOUNT_ANSWERS: Record<string, Answer> = {
  "aws:index/getRegion:getRegion": getRegion,
  "aws:index/getPartition:getPartition": getPartition,
  "aws:index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
  "aws:index/getAvailabilityZones:getAvailabilityZones": getAvailabilityZones,
  "aws:index/getAvailabilityZone:getAvailabilityZone": getAvailabilityZone,
};
