import { mustBe, type Finding, type ResourceRule } from "../../rule";
import { containersOf, field, TASK_DEFINITION } from "./containers";

interface Options {
  readonly drivers: readonly string[];
}

export const ecsContainerLogging: ResourceRule<Options> = {
  name: "ecs-container-logging",
  description: "Every container sends its log to where it outlives the container.",
  why: "What a container said before it ended is gone with it, and with it the reason.",
  fix: 'Set `logConfiguration: { logDriver: "awslogs", options }` for each container, with the log group in `options`.',
  severity: "high",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote:
    "One unknown part, such as the ARN of an environment file in a new bucket, hides all container definitions; the update sees " +
    "them before it registers the task definition.",
  topics: ["ecs", "logs"],
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
  types: new Set([TASK_DEFINITION]),
  options: {
    drivers: {
      type: "array",
      items: { type: "string", minLength: 1 },
      minItems: 1,
      default: ["awslogs", "awsfirelens", "splunk", "fluentd", "gelf", "syslog"],
      description: "Log drivers that take logs off the host",
    },
  },
  check({ props }, { drivers }): Finding[] {
    return containersOf(props).flatMap(({ label, definition }) =>
      mustBe(`${label}: logConfiguration.logDriver`, field(definition, "logConfiguration", "logDriver"), ...drivers),
    );
  },
};
