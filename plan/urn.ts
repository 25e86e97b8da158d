const STACK_TYPE = "pulumi:pulumi:Stack";

/** `a$b$c` of a URN: the type, qualified by the types of its parents. */
function qualifiedTypeOf(urn: string): string {
  return urn.split("::")[2] ?? "";
}

/** The type of the resource, e.g. `aws:ec2/vpc:Vpc`. */
export function typeOf(urn: string): string {
  return qualifiedTypeOf(urn).split("$").at(-1) ?? "";
}

/** The logical name of the resource; it may contain `::`. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

export function isStackUrn(urn: string): boolean {
  return qualifiedTypeOf(urn) === STACK_TYPE;
}

/** The URN in a provider's reference, `URN::ID`; empty without one. */
export function providerUrn(reference: string | undefined): string {
  return reference?.slice(0, reference.lastIndexOf("::")) ?? "";
}

/** The package of a resource type or function token, e.g. `aws`. */
export function packageOf(token: string): string {
  const [first = "", second, third] = token.split(":");
  return first === "pulumi" && second === "providers" && third !== undefined ? third : first;
}

/** The URN that the engine gives a resource: the parents' types qualify its own, except that of the stack. */
export function urnOf(stack: string, project: string, parent: string | undefined, type: string, name: string): string {
  const parentType = parent === undefined || isStackUrn(parent) ? "" : `${qualifiedTypeOf(parent)}$`;
  return `urn:pulumi:${stack}::${project}::${parentType}${type}::${name}`;
}
