const CREDENTIAL = new RegExp(
  [
    "(password|passwd|passphrase|_pwd|(^|[_-])pass|secret|token|credentials?|secret[_-]?key[_-]?base",
    "(access|account|api|auth|encryption|license|master|private|secret|shared|signing|ssh)[_-]?key)$",
  ].join("|"),
  "i",
);

/** Values that switch something instead of proving who one is, such as that of `MYSQL_ALLOW_EMPTY_PASSWORD`. */
const SWITCH = /^(|yes|no|true|false|on|off|enabled|disabled|none|\d{1,2})$/i;

/**
 * Whether a variable with this name usually holds a credential. What tells where a credential is ends otherwise:
 * `DB_PASSWORD_FILE`, `SECRET_ARN`, `TOKEN_URL`.
 *
 * @param value the variable's value, as far as it is known
 */
export function isCredential(name: string, value?: unknown): boolean {
  return CREDENTIAL.test(name) && !(typeof value === "string" && SWITCH.test(value));
}
