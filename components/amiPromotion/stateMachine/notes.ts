import { jsonata, literal, type Catcher } from "./asl";

/** Goes on after an error that does no harm to users; the message at the end tells of it. */
export function noted(what: string, next: string): Catcher[] {
  const cause =
    "($exists($states.errorOutput.Cause) ? $substring($states.errorOutput.Cause, 0, 500) : $states.errorOutput.Error)";
  return [
    {
      ErrorEquals: ["States.ALL"],
      Assign: { notes: jsonata(`$append($notes, [${literal(`${what}: `)} & ${cause}])`) },
      Next: next,
    },
  ];
}
