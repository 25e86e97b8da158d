# shellcheck shell=bash
# The administrator's password in Secrets Manager. It goes through pipes only: arguments of commands are visible to all.

no_version=4

# read_password STAGE: prints the password of that version; exit code 4 where there is none.
read_password() {
  local answer
  if ! answer=$(aws secretsmanager get-secret-value --secret-id "$SECRET_ID" --version-stage "$1" \
    --query SecretString --output text 2>&1); then
    [[ $answer == *ResourceNotFoundException* ]] && exit "$no_version"
    fail "the secret cannot be read: $answer"
  fi
  [[ $answer =~ \"password\":\ *\"([A-Za-z0-9]+)\" ]] || fail "the secret has no password of letters and digits"
  echo "${BASH_REMATCH[1]}"
}

# put_password STAGE: keeps the password on standard input as that version; prints the version's id.
put_password() {
  local password
  read -r password
  printf '{"username":"admin","password":"%s"}' "$password" |
    aws secretsmanager put-secret-value --secret-id "$SECRET_ID" --version-stages "$1" \
      --secret-string file:///dev/stdin --query VersionId --output text
}

# 40 letters and digits: 238 bits.
new_password() {
  local random
  random=$(head --bytes=512 /dev/urandom | LC_ALL=C tr --delete --complement 'A-Za-z0-9')
  echo "${random:0:40}"
}

version_of() {
  aws secretsmanager get-secret-value --secret-id "$SECRET_ID" --version-stage "$1" --query VersionId --output text
}
