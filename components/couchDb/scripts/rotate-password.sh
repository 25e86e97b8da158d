#!/bin/bash
# Gives the administrator a new password: first into the secret as pending, then to CouchDB, then current in the secret.
# Interrupted anywhere, it goes on where it was when it runs again. With --reset, CouchDB gets the secret's current password
# where it knows another: its settings came with a volume from a snapshot of before the last rotation.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/password.sh"

address=http://127.0.0.1:$port

# login PASSWORD: whether CouchDB takes it.
login() {
  printf 'user = "admin:%s"\n' "$1" | curl --config - --fail --silent --max-time 10 --output /dev/null "$address/_session"
}

if [[ ${1:-} == --reset ]]; then
  current=$(read_password AWSCURRENT)
  systemctl stop couchdb.service
  rm -f "$mount_point/etc/99-admin.ini"
  "$home/configure.sh"
  systemctl start couchdb.service
  wait_for 120 login "$current" || fail "CouchDB does not know the secret's password; its log says why"
  log "CouchDB has the secret's password"
  exit
fi

status=0
pending=$(read_password AWSPENDING) || status=$?
if ((status == no_version)); then
  pending=$(new_password)
  put_password AWSPENDING <<<"$pending" >/dev/null
elif ((status != 0)); then
  exit "$status"
fi

if ! login "$pending"; then
  current=$(read_password AWSCURRENT)
  printf 'user = "admin:%s"\ndata = "\\"%s\\""\n' "$current" "$pending" |
    curl --config - --fail --silent --show-error --max-time 10 --request PUT --output /dev/null \
      "$address/_node/_local/_config/admins/admin" || fail "CouchDB did not take the new password; the old one is in force"
  wait_for 10 login "$pending" || fail "CouchDB does not know the new password; run this again"
fi

version=$(version_of AWSPENDING)
aws secretsmanager update-secret-version-stage --secret-id "$SECRET_ID" --version-stage AWSCURRENT \
  --move-to-version-id "$version" --remove-from-version-id "$(version_of AWSCURRENT)" >/dev/null
aws secretsmanager update-secret-version-stage --secret-id "$SECRET_ID" --version-stage AWSPENDING \
  --remove-from-version-id "$version" >/dev/null
log "the administrator has a new password"
