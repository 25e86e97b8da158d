/** The stack's name: the first part of every URN, `urn:pulumi:STACK::PROJECT::TYPE::NAME`. Undefined for anything else. */
export function stackOf(urn: string): string | undefined {
  return /^urn:pulumi:([^:]+)::/.exec(urn)?.[1];
}

/** The name of a resource: the last part of its URN. */
export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
