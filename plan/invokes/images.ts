import type { Properties } from "../model";
import { type Answer, arn, list, stableHex, text } from "./answer";

function imageId(...key: string[]): string {
  return `ami-${stableHex(17, ...key)}`;
}

/**
 * Public parameters of AWS that hold an image id answer with an image of that name; the ECS parameter without
 * `image_id` at its end is a JSON document. Any other parameter is text that only the account knows.
 */
const getParameter: Answer = (args, place) => {
  const name = text(args.name) ?? "";
  const image = imageId(place.region, name.replace(/\/image_id$/, ""));
  const isEcsDocument = /^\/aws\/service\/ecs\/optimized-ami\/.*\/recommended$/.test(name);
  const isImage = /ami/i.test(name);
  const value = isEcsDocument
    ? JSON.stringify({ image_id: image, image_name: name })
    : isImage
      ? image
      : `value-of-${stableHex(8, name)}`;
  return {
    id: name,
    name,
    region: place.region,
    arn: arn(
      place,
      "ssm",
      `parameter${name.startsWith("/") ? "" : "/"}${name}`,
      name.startsWith("/aws/service/") ? "" : undefined,
    ),
    type: "String",
    value,
    insecureValue: value,
    version: 1,
    withDecryption: args.withDecryption ?? true,
  };
};

/** The image that a lookup by id asks for. */
function imageAskedFor(args: Properties): string | undefined {
  const filters = list(args.filters) as Properties[];
  return text(list(filters.find(({ name }) => name === "image-id")?.values)[0]);
}

const getAmi: Answer = (args, place) => {
  const named = imageAskedFor(args);
  const id = named ?? imageId(place.region, JSON.stringify(args));
  return {
    ...args,
    id,
    imageId: id,
    region: place.region,
    arn: arn(place, "ec2", `image/${id}`, ""),
    name: text(args.nameRegex) ?? id,
    // What a given image is for, only the account knows.
    architecture: named === undefined ? "x86_64" : "",
    blockDeviceMappings: [],
    bootMode: "uefi-preferred",
    creationDate: "2025-01-01T00:00:00.000Z",
    deprecationTime: "",
    description: "",
    enaSupport: true,
    hypervisor: "xen",
    imageLocation: id,
    imageOwnerAlias: "amazon",
    imageType: "machine",
    imdsSupport: "v2.0",
    kernelId: "",
    lastLaunchedTime: "",
    ownerId: "137112412989",
    platform: "",
    platformDetails: "Linux/UNIX",
    productCodes: [],
    public: true,
    ramdiskId: "",
    rootDeviceName: "/dev/xvda",
    rootDeviceType: "ebs",
    rootSnapshotId: `snap-${stableHex(17, id)}`,
    sriovNetSupport: "simple",
    state: "available",
    stateReason: {},
    tags: {},
    tpmSupport: "",
    usageOperation: "RunInstances",
    virtualizationType: "hvm",
  };
};

export const IMAGE_ANSWERS: Record<string, Answer> = {
  "aws:ssm/getParameter:getParameter": getParameter,
  "aws:ec2/getAmi:getAmi": getAmi,
};
