import type { Properties } from "../model";
import { ACCOUNT_ANSWERS } from "./account";
import { type Answer, placeOf, text } from "./answer";
import { IMAGE_ANSWERS } from "./images";
import { NETWORK_ANSWERS } from "./network";
import { POLICY_ANSWERS } from "./policyDocument";

/** A function of a provider that the plan cannot answer. */
export class InvokeProblem extends Error {}

/** The provider functions that the plan answers, by token; each file of this folder holds some of them. */
const ANSWERS = new Map<string, Answer>(
  Object.entries({ ...ACCOUNT_ANSWERS, ...IMAGE_ANSWERS, ...NETWORK_ANSWERS, ...POLICY_ANSWERS }),
);

export const ANSWERED_TOKENS: readonly string[] = [...ANSWERS.keys()].sort();

/**
 * Answers a provider function without a provider.
 *
 * @param token e.g. `aws:index/getRegion:getRegion`
 * @param region of the invoke's provider; `region` in the arguments goes before it
 * @throws InvokeProblem if nothing answers the token, or the region is not known
 */
export function answerInvoke(token: string, args: Properties, region: string | undefined): Properties {
  const answer = ANSWERS.get(token);
  if (!answer) {
    throw new InvokeProblem(
      `the offline plan has no answer to ${token}; add one to plan/invokes/, computed from the arguments alone`,
    );
  }
  const place = text(args.region) ?? region;
  if (place === undefined) throw new InvokeProblem(`${token} needs a region; set aws:region or give \`region\``);
  return answer(args, placeOf(place));
}
