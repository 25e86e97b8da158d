import { mustBe, notProvable, type Finding, type ResourceRule } from "../../rule";
import { at, itemsAt, shown, UNKNOWN } from "../../values";

interface Options {
  readonly autoRollback: boolean;
}

const LEAST_HEALTHY = 90;
const EVERYTHING = 100;

export const asgRefreshSafe: ResourceRule<Options> = {
  name: "asg-refresh-safe",
  description: `An instance refresh keeps ${LEAST_HEALTHY} % of the group healthy, launches before it ends, stops on alarms and reaches all.`,
  why: "A refresh that takes too many instances at once, or goes on while requests fail, is an outage that nobody watches.",
  fix:
    "Set `minHealthyPercentage: 100`, `maxHealthyPercentage: 200` and `alarmSpecification: { alarms }` in " +
    "`instanceRefresh.preferences`; the last of `checkpointPercentages` is 100.",
  severity: "high",
  level: "mandatory",
  unknown: "fails",
  unknownNote: "An unknown number could be too low. The names of alarms may be unknown, their list may not.",
  topics: ["compute", "zero-downtime"],
  url: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-instance-refresh.html",
  types: new Set(["aws:autoscaling/group:Group"]),
  options: {
    // The provider saves the new template before it starts the refresh, so AWS would roll back to what has just failed.
    autoRollback: {
      type: "boolean",
      default: false,
      description:
        "Whether `autoRollback` must be on too; a refresh that the provider starts has nothing to go back to",
    },
  },
  check({ props }, { autoRollback }): Finding[] {
    // Without one, instances stay until somebody else replaces them.
    if (at(props, "instanceRefresh") === undefined) return [];
    const preferences = at(props, "instanceRefresh", "preferences");
    const last = itemsAt(preferences, "checkpointPercentages").at(-1) ?? EVERYTHING;
    return [
      ...number("minHealthyPercentage", at(preferences, "minHealthyPercentage") ?? LEAST_HEALTHY, LEAST_HEALTHY),
      ...number("maxHealthyPercentage", at(preferences, "maxHealthyPercentage") ?? 100, 101),
      ...number("the last of checkpointPercentages", last, EVERYTHING),
      ...watched(at(preferences, "alarmSpecification", "alarms")),
      ...(autoRollback ? mustBe("autoRollback", at(preferences, "autoRollback"), true) : []),
    ];
  },
};

function number(path: string, value: unknown, least: number): Finding[] {
  if (value === UNKNOWN) return [notProvable(path, `whether it is at least ${least}`)];
  return typeof value === "number" && value >= least
    ? []
    : [{ message: `${path} is ${shown(value)}, at least ${least}` }];
}

function watched(alarms: unknown): Finding[] {
  if (alarms === UNKNOWN) return [notProvable("alarmSpecification.alarms", "whether it names any")];
  return Array.isArray(alarms) && alarms.length > 0 ? [] : [{ message: "alarmSpecification.alarms names none" }];
}
