import { notProvable, type Finding, type ResourceRule } from "../../rule";
import { UNKNOWN } from "../../values";
import { credentialIn } from "../credentials";
import { containersOf, field, TASK_DEFINITION } from "./containers";

interface Options {
  readonly harmlessNames: readonly string[];
}

export const ecsSecretsNotEnv: ResourceRule<Options> = {
  name: "ecs-secrets-not-env",
  description: "No environment variable of a container holds a credential; `secrets` refers to it.",
  why: "Whoever may describe task definitions reads their variables, in every revision that there ever was.",
  fix: "Keep the credential in Secrets Manager or SSM, name it under `secrets`, and replace it: it has been published.",
  severity: "critical",
  level: "mandatory",
  unknown: "not evaluated",
  unknownNote:
    "One unknown part, such as the ARN of an environment file in a new bucket, hides all container definitions; the update sees " +
    "them before it registers the task definition. What Pulumi knows as a secret is judged like the rest: AWS shows it to readers.",
  topics: ["ecs", "secrets"],
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
  types: new Set([TASK_DEFINITION]),
  options: {
    harmlessNames: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: [],
      description: "Variables that are named like credentials and hold none, e.g. `CSRF_TOKEN`",
    },
  },
  check({ props }, { harmlessNames }): Finding[] {
    return containersOf(props).flatMap(({ label, definition }): Finding[] => {
      if (definition === UNKNOWN) return [notProvable(label, "whether variables hold credentials")];
      const environment = field(definition, "environment");
      return (Array.isArray(environment) ? environment : []).flatMap((variable): Finding[] => {
        const [name, value] = [field(variable, "name"), field(variable, "value")];
        if (typeof name !== "string" || typeof value !== "string" || harmlessNames.includes(name)) return [];
        const what = credentialIn(name, value);
        return what ? [{ message: `${label}: the value of ${name} looks like ${what}` }] : [];
      });
    });
  },
};
