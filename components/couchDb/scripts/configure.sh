#!/bin/bash
# Lays the volume out for CouchDB and writes its settings. The first run on a new volume makes the administrator's password
# up and puts it into the secret; later runs change nothing that CouchDB or an operator wrote, except
# whose it is.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/password.sh"

is_mounted || fail "$mount_point is not mounted"
install --directory --mode=0750 --owner="$owner" --group="$owner" \
  "$mount_point" "$mount_point/generations" "$mount_point/etc" "$root/var/log/couchdb"

# The package takes the next free number for its user: on another image the files would be somebody else's.
find "$mount_point" -name lost+found -prune -o ! -user "$owner" -exec chown --no-dereference "$owner:$owner" {} +

# The data is behind a link: a restore swaps it in one step, and keeps what was there before.
if [[ ! -L $mount_point/data ]]; then
  install --directory --mode=0750 --owner="$owner" --group="$owner" "$mount_point/generations/first"
  ln --symbolic generations/first "$mount_point/data"
fi

# write FILE: standard input becomes the file, in one step, readable by CouchDB alone.
write() {
  local new
  new=$(mktemp "$1.XXXXXX")
  cat >"$new"
  chown "$owner:$owner" "$new"
  mv "$new" "$1"
}

sed -e "s|@MOUNT_POINT@|$mount_point|" -e "s|@PORT@|$port|" -e "s|@ROOT@|$root|" "$home/couchdb.ini" |
  write "$mount_point/etc/10-slipway.ini"

# CouchDB writes to the last file of the folder: at its start it puts a hash in the place of this password.
admin=$mount_point/etc/99-admin.ini
if ! grep --quiet '^admin *= *.' "$admin" 2>/dev/null; then
  status=0
  password=$(read_password AWSCURRENT) || status=$?
  if ((status == no_version)); then
    password=$(new_password)
    put_password AWSCURRENT <<<"$password" >/dev/null
    log "made a password for the administrator"
  elif ((status != 0)); then
    exit "$status"
  fi
  printf '[admins]\nadmin = %s\n' "$password" | write "$admin"
fi
