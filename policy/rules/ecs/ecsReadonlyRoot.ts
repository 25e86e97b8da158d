import { mustBe, type Finding, type ResourceRule } from "../../rule";
import { at } from "../../values";
import { containersOf, field, TASK_DEFINITION } from "./containers";

export const ecsReadonlyRoot: ResourceRule = {
  name: "ecs-readonly-root",
  description: "Containers cannot write to their own file system, only to volumes.",
  why: "Who breaks in cannot change the program or leave a tool behind; what is written there is lost with the task anyhow.",
  fix: "Set `readonlyRootFilesystem: true` and give it memory (`scratch`, tmpfs) or a volume where the program writes, e.g. on `/tmp`. In a stack file: leave `writableRoot` out, and list these folders in `scratch`.",
  severity: "medium",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote:
    "One unknown part, such as the ARN of an environment file in a new bucket, hides all container definitions; the update sees " +
    "them before it registers the task definition.",
  topics: ["ecs"],
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
  types: new Set([TASK_DEFINITION]),
  check({ props }): Finding[] {
    const system = at(props, "runtimePlatform", "operatingSystemFamily");
    // Windows containers do not have the switch.
    if (typeof system === "string" && system.startsWith("WINDOWS")) return [];
    return containersOf(props).flatMap(({ label, definition }) =>
      mustBe(`${label}: readonlyRootFilesystem`, field(definition, "readonlyRootFilesystem"), true),
    );
  },
};
