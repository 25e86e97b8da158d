const known = new Map<string, string>();

/** `aws:ec2/vpc:Vpc` → `aws:ec2:Vpc`, as Pulumi shows types. */
export function simpleType(type: string): string {
  const simple = known.get(type) ?? type.replace(/^([^:]+):([^:/]+)\/[^:]+:/, "$1:$2:");
  known.set(type, simple);
  return simple;
}
