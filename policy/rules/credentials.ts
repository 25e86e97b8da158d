import { isCredential } from "../../components/shared/credentialNames";

/** Shapes that only credentials have: a false alarm would teach people to exempt. */
const SHAPES: readonly (readonly [what: string, shape: RegExp])[] = [
  ["an AWS access key id", /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["an AWS secret access key", /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[/+])[A-Za-z0-9/+]{40}$/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY/],
  ["a GitHub token", /\b(?:gh[opsur]_[A-Za-z0-9]{36}|github_pat_\w{22,})/],
  ["a Slack token", /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/],
  ["a JSON web token", /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\./],
  ["a URL with a password", /:\/\/[^/\s:@]*:[^/\s@]+@/],
  ["a password", /\b(?:password|passwd|pwd|secret|token|api[_-]?key)\s*[=:]\s*\S/i],
];

/** Says where a credential is: `arn:aws:secretsmanager:us-west-2:123456789012:secret:db` has none, whatever its words. */
const REFERENCE = /^arn:[\w-]+:\S+$/;

/**
 * What a named value looks like, e.g. `a GitHub token`; undefined for everything but credentials. Nothing of the value is in
 * it: reports end up in logs and pull requests.
 */
export function credentialIn(name: string, value: string): string | undefined {
  if (REFERENCE.test(value)) return undefined;
  const shape = SHAPES.find(([, expression]) => expression.test(value))?.[0];
  return shape ?? (isCredential(name, value) ? "a credential, by its name" : undefined);
}
