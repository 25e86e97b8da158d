import { inOrder, jsonata, Tasks, type Definition, type Step } from "./asl";
import { BUSY_MINUTES, database, longestRun, verify } from "./commands";
import { failurePath } from "./failure";
import { image } from "./image";
import type { DefinitionInput } from "./input";
import { lock, unlock } from "./lock";
import { prune } from "./prune";
import { record } from "./record";
import { replaceFleets } from "./refresh";

/** Seconds that an execution may take at most: a little more than all of its steps together, there and back. */
export function longestSeconds({ timeouts, fleets, commands }: DefinitionInput): number {
  const { image: forImage, database: forDatabase, review, refresh, setupPackages, tests } = timeouts;
  const runs = [forDatabase, forDatabase, setupPackages, tests].map((minutes) => BUSY_MINUTES + longestRun(minutes));
  const commandMinutes = commands ? review + runs.reduce((sum, minutes) => sum + minutes) : 0;
  return (forImage + commandMinutes + 2 * refresh * fleets.length + 60) * 60;
}

/** The promotion of one environment as a Step Functions state machine. */
export function promotionDefinition(input: DefinitionInput): Definition {
  const tasks = new Tasks(input.partition);
  const promotion = inOrder(
    lock(input, tasks),
    image(input, tasks),
    database(input, tasks),
    replaceFleets(input, tasks),
    verify(input, tasks),
    record(input, tasks),
    prune(input, tasks),
    tellOfSuccess(input, tasks),
    unlock("Unlock the environment", input, tasks),
  )("Promoted");
  return {
    Comment: `Promotion of ${input.environment}`,
    QueryLanguage: "JSONata",
    StartAt: promotion.start,
    TimeoutSeconds: longestSeconds(input),
    States: {
      ...promotion.states,
      Promoted: { Type: "Succeed", Output: jsonata("{'image': $imageId, 'notes': $notes}") },
      ...failurePath(input, tasks),
    },
  };
}

function tellOfSuccess({ environment, topicArn, fleets }: DefinitionInput, tasks: Tasks): Step {
  const name = "Tell of the success";
  const names = fleets.map(({ name: fleet }) => fleet).join(", ");
  const message = [
    `"${environment} runs image " & $imageId & " on ${names}."`,
    `$join($append(["The way back: npm run promote -- rollback ${environment}"], $notes), "\\n")`,
    `"Execution: " & $execution`,
  ].join(' & "\\n" & ');
  return (next) => ({
    start: name,
    states: tasks.task(name, {
      resource: "aws-sdk:sns:publish",
      arguments: { TopicArn: topicArn, Subject: `Promoted: ${environment}`, Message: jsonata(message) },
      next,
      onError: [{ ErrorEquals: ["States.ALL"], Next: next }],
    }),
  });
}
