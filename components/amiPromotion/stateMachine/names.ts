import type { Context } from "../../shared/context";
import type { ImageParameters } from "./input";

/** Last part of the names of state machine and table: `owner-project-environment-promotion`. */
export const PROMOTION = "promotion";

/** SSM parameters of an environment's images. Operator commands find them, state machine and table by these names alone. */
export function parameterNames({ owner, project, environment }: Context): ImageParameters {
  const path = `/${owner}/${project}/`;
  return { path, current: `${path}${environment}/image`, previous: `${path}${environment}/previous-image` };
}
