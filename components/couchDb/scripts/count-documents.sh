#!/bin/bash
# count-documents.sh DIRECTORY: starts a CouchDB on the files there and prints each database with its number of documents;
# fails if one cannot be opened, or if there is none.
. "$(dirname "$0")/lib.sh"

directory=$1
port=$((port + 10000))
work=$(mktemp --directory)
chmod 0755 "$work"
password=$(head --bytes=24 /dev/urandom | base64 | tr --delete '+/=')
cat >"$work/drill.ini" <<END
[couchdb]
database_dir = $directory
view_index_dir = $directory
single_node = true
[chttpd]
bind_address = 127.0.0.1
port = $port
[log]
writer = stderr
level = error
[admins]
admin = $password
END
chown -R "$owner:$owner" "$work"

as_owner() {
  if [[ $(id --user --name) == "$owner" ]]; then exec "$@"; else exec runuser --user "$owner" -- "$@"; fi
}

# ask PATH: the answer of the drill's CouchDB.
ask() {
  printf 'user = "admin:%s"\n' "$password" |
    curl --config - --fail --silent --show-error --max-time 60 "http://127.0.0.1:$port/$1"
}

with_files=$(databases_in "$directory")
ip link set lo up 2>/dev/null || true
as_owner "$couchdb_home/bin/couchdb" -couch_ini "$couchdb_home/etc/default.ini" "$work/drill.ini" &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" || true; rm -rf "$work"' EXIT
has_decided() { answers "$port" || ! kill -0 "$server" 2>/dev/null; }
wait_for 60 has_decided || true
answers "$port" || fail "CouchDB does not start with the restored files"

total=0
while IFS= read -r database; do
  [[ -n $database ]] || continue
  if ! grep --quiet --line-regexp --fixed-strings -- "$database" <<<"$with_files"; then
    log "$database has no files in the backup: it was deleted meanwhile"
    continue
  fi
  name=${database//\//%2F}
  count=$(ask "${name//+/%2B}" | sed --quiet 's/.*"doc_count": *\([0-9]*\).*/\1/p')
  [[ -n $count ]] || fail "$database cannot be opened"
  printf '%10d %s\n' "$count" "$database"
  total=$((total + count))
done < <(ask _all_dbs | tr --delete '[]" \n' | tr ',' '\n' && echo)
printf '%10d documents\n' "$total"
((total > 0)) || fail "the restored files hold no documents"
