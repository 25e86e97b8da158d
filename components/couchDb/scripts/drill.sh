#!/bin/bash
# Restores the latest backup beside the data, starts a second CouchDB on it that nobody can reach, counts its documents, and
# removes it again.
. "$(dirname "$0")/lib.sh"

finish() {
  local status=$?
  rm -rf "$scratch"
  metric DrillSucceeded $((status == 0))
}

is_mounted || fail "$mount_point is not mounted"
lock drill drill
# What an interrupted drill has left.
rm -rf "$mount_point"/drill.??????
scratch=$(mktemp --directory --tmpdir="$mount_point" drill.XXXXXX)
trap finish EXIT
"$home/restore.sh" --into "$scratch/restored"
chown --recursive "$owner:$owner" "$scratch"
# A network of its own: replications that the backup knows must not start, and the ports are free.
unshare --net "$home/count-documents.sh" "$scratch/restored/data"
