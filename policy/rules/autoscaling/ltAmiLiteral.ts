import type { Finding, ResourceRule } from "../../rule";
import { at, shown } from "../../values";

export const ltAmiLiteral: ResourceRule = {
  name: "lt-ami-literal",
  description: "Launch templates name their image by its id, not by an SSM parameter that is read at each start.",
  why: "With a parameter, two instances of one version may run two images, and AWS rolls no instance refresh back.",
  fix: "Read the parameter when the template is made, e.g. by `aws.ssm.getParameter`, and give the id.",
  severity: "medium",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote: "`resolve:ssm:` is written as a literal: what is unknown at preview is an id. The update evaluates it.",
  topics: ["compute", "zero-downtime"],
  url: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html",
  types: new Set(["aws:ec2/launchTemplate:LaunchTemplate"]),
  check({ props }): Finding[] {
    const image = at(props, "imageId");
    if (typeof image !== "string" || !image.startsWith("resolve:")) return [];
    return [{ message: `imageId is ${shown(image)}, allowed: the id of an image` }];
  },
};
