import { parameterNames, PROMOTION } from "../../components/amiPromotion/stateMachine/names";
import { Failure } from "../shared/failure";
import { readStack } from "../shared/settings";

/** What the commands know of a stack's promotion by its settings alone: names. */
export interface Target {
  stack: string;
  region: string;
  stateMachine: string;
  table: string;
  groups: string[];
  imageParameter: string;
  previousImageParameter: string;
  /** Where to look up the source's image, where the state machine cannot: in another region. */
  sourceElsewhere?: { region: string; parameter: string };
  /** Whether the source's images are those of another account, and copied before they are used. */
  copies: boolean;
  /** Whether database updates can be reviewed first. */
  isReviewable: boolean;
}

/**
 * Finds the promotion of a stack.
 *
 * @throws PlanProblem if the settings cannot be read; SettingsError if they are wrong; Failure if there is no promotion
 */
export function targetOf(stack: string, configDir: string): Target {
  const { settings, context, siblings } = readStack(stack, configDir);
  const { promotion } = settings;
  if (!promotion) throw new Failure(`stack "${stack}" has no promotion: give it slipway:promotion`, 2);
  const names = parameterNames(context);
  const source = siblings.find((sibling) => sibling.stack === promotion.source.stack);
  const region = source?.region;
  return {
    stack,
    region: context.region,
    stateMachine: `${context.prefix}-${PROMOTION}`,
    table: `${context.prefix}-${PROMOTION}`,
    groups: promotion.fleets.map(({ name }) => `${context.prefix}-${name}`),
    imageParameter: names.current,
    previousImageParameter: names.previous,
    ...(region !== undefined &&
      region !== context.region && {
        sourceElsewhere: { region, parameter: `${names.path}${promotion.source.stack}/image` },
      }),
    copies: promotion.source.copy,
    isReviewable: promotion.commands?.database?.script !== undefined,
  };
}
