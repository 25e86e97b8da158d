import { at, UNKNOWN } from "../../values";

export const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/** A container of a task definition. */
export interface Container {
  /** What to call it in a message: by its name, or its place where it has none. */
  readonly label: string;
  /** To be read with {@link field}; {@link UNKNOWN} if it is unknown at preview. */
  readonly definition: unknown;
}

const PROPERTY = "containerDefinitions";

/**
 * The containers of a task definition. They are one JSON text, which is unknown as a whole if any part of it is: that is one
 * unknown container. A text that lists no containers is one container without properties, which complies with nothing.
 */
export function containersOf(props: unknown): Container[] {
  const text = at(props, PROPERTY);
  if (text === UNKNOWN) return [{ label: PROPERTY, definition: UNKNOWN }];
  const list = typeof text === "string" ? parsed(text) : undefined;
  if (!Array.isArray(list) || list.length === 0) return [{ label: PROPERTY, definition: undefined }];
  return list.map((definition: unknown, index) => {
    const name = field(definition, "name");
    return { label: typeof name === "string" ? `container ${name}` : `${PROPERTY}[${index}]`, definition };
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The value at a path of a container's definition, undefined where there is none. The provider takes property names in any
 * case, such as CloudFormation's `LogConfiguration`, so this does too.
 */
export function field(definition: unknown, ...path: string[]): unknown {
  let current = definition;
  for (const name of path) {
    if (typeof current !== "object" || current === null) return current === UNKNOWN ? UNKNOWN : undefined;
    const isMeant = (candidate: string) => candidate.toLowerCase() === name.toLowerCase();
    const key = Object.hasOwn(current, name) ? name : Object.keys(current).find(isMeant);
    current = key === undefined ? undefined : (current as Record<string, unknown>)[key];
  }
  return current ?? undefined;
}
