/** `aws:ec2/vpc:Vpc` → `aws:ec2:Vpc`, as Pulumi shows types. */
export function simpleType(type: string): string {
  return type.replace(/^([^:]+):([^:/]+)\/[^:]+:/, "$1:$2:");
}
