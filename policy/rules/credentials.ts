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

/** Names, in lower case with underscores between words, that end in what they hold. */
const NAME = new RegExp(
  [
    "(?:password|passwd|passphrase|secret|token|credentials?|_pwd|(?:^|_)pass",
    "(?:^|_)(?:access|account|api|auth|encryption|license|master|private|secret|shared|signing|ssh)_?key)",
  ].join("|") + "(?:_(?:base|base64|pem|value))?$",
);

/** Says where a credential is: `arn:aws:secretsmanager:us-west-2:123456789012:secret:db` has none, whatever its words. */
const REFERENCE = /^arn:[\w-]+:\S+$/;

/** Says something about a credential, such as `MYSQL_ALLOW_EMPTY_PASSWORD=yes`. */
const FLAG = /^(?:true|false|yes|no|on|off|none|\d)?$/i;

/**
 * What a named value looks like, e.g. `a GitHub token`; undefined for everything but credentials. Nothing of the value is in
 * it: reports end up in logs and pull requests.
 */
export function credentialIn(name: string, value: string): string | undefined {
  if (REFERENCE.test(value)) return undefined;
  const shape = SHAPES.find(([, expression]) => expression.test(value))?.[0];
  return shape ?? (NAME.test(words(name)) && !FLAG.test(value) ? "a credential, by its name" : undefined);
}

/** `dbPassword`, `DB_PASSWORD` and `db-password` are one name. */
function words(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
}
