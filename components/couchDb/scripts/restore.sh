#!/bin/bash
# Brings a backup back: fetches it beside the data, checks it, and only then swaps the data for it in one step. What was there
# before stays on the volume. Settings and the password are not restored: they are those of now.
. "$(dirname "$0")/lib.sh"

# What of a disk CouchDB keeps for itself while a backup is fetched beside it.
KEEP_FREE_PERCENT=15

usage() {
  cat <<END
restore.sh [--at BACKUP|TIME] [--overwrite] [--into DIRECTORY] [--which] | --list
  --at BACKUP        exactly this one, as --list prints it, e.g. daily/2026-11-21T020017Z
  --at TIME          the last that started at or before this time, e.g. 2026-11-21T03:00Z; the latest when left out
  --overwrite        needed where CouchDB has databases: they make way, and stay on the volume
  --into DIRECTORY   only fetch and check, into a new directory; CouchDB is left alone
  --which            only print the backup that it is
  --list             the backups that there are
END
}

at=now overwrite=false into='' only_list=false only_which=false
while (($# > 0)); do
  case $1 in
    --at | --into)
      (($# > 1)) || { usage >&2 && exit 2; }
      if [[ $1 == --at ]]; then at=$2; else into=$2; fi
      shift
      ;;
    --overwrite) overwrite=true ;;
    --which) only_which=true ;;
    --list) only_list=true ;;
    --help) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done
if [[ ! $at =~ ^((daily|weekly|monthly)/)?[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z$ ]]; then
  at=$(date --utc --date="$at" +%Y-%m-%dT%H%M%SZ) || { usage >&2 && exit 2; }
fi

# Complete backups as KIND/TIME, in the order of their times.
list_backups() {
  local kind
  for kind in daily weekly monthly; do
    aws s3api list-objects-v2 --bucket "$BUCKET" --prefix "$kind/" --query 'Contents[].Key' --output text ||
      fail "the $kind backups in $BUCKET cannot be listed"
  done | tr '\t' '\n' | sed --quiet 's|/manifest$||p' | sort --field-separator=/ --key=2
}

# The backup that is meant, as KIND/TIME.
choose_backup() {
  local all
  all=$(list_backups) || exit 1
  if [[ $at == */* ]]; then
    grep --line-regexp --fixed-strings "$at" <<<"$all" || fail "there is no backup $at; --list prints those that there are"
  else
    awk -F / -v at="$at" '$2 <= at' <<<"$all" | tail -n 1 | grep . || fail "there is no backup from $at or before"
  fi
}

# fetch BACKUP DIRECTORY: the backup's files in the directory, each as the manifest says, or nothing that anybody uses.
fetch() {
  local source=s3://$BUCKET/$1 directory=$2 size total free room
  mkdir -p "$directory"
  aws s3 cp "$source/manifest" "$work/manifest" --only-show-errors
  size=$(sed --quiet '1s/.* \([0-9]*\) bytes$/\1/p' "$work/manifest")
  read -r total free < <(df --block-size=1 --output=size,avail "$directory" | tail -n 1)
  # CouchDB writes on meanwhile, and a full volume stops it.
  room=$((free - total * KEEP_FREE_PERCENT / 100))
  ((size < room)) || fail "the backup has $size bytes, and $directory has room for $room of them" \
    "if $KEEP_FREE_PERCENT % of its disk stay free; grow the volume first"
  mkfifo "$work/whole"
  sha256sum <"$work/whole" | cut --delimiter=' ' --fields=1 >"$work/sum" &
  local whole=$!
  aws s3 cp "$source/files.tar" - --only-show-errors | tee "$work/whole" |
    tar --extract --file=- --directory="$directory" --no-same-owner || fail "$source could not be fetched"
  wait "$whole"
  [[ $(cat "$work/sum") == "$(sed --quiet 's/^# archive //p' "$work/manifest")" ]] ||
    fail "$source is damaged: the archive does not have the checksum of its manifest; take an earlier one"
  (cd "$directory" && grep --invert-match '^#' "$work/manifest" | sha256sum --check --quiet --strict >&2) ||
    fail "$source is damaged: a file does not have the checksum of its manifest; take an earlier one"
}

replace_data() {
  local generation=$1 before
  before=$(readlink "$mount_point/data")
  chown --recursive "$owner:$owner" "$mount_point/$generation"
  # The link must never be on the disk before what it points to.
  sync --file-system "$mount_point"
  systemctl stop couchdb.service
  ln --symbolic --force --no-dereference "$generation" "$mount_point/data.new"
  mv --no-target-directory "$mount_point/data.new" "$mount_point/data"
  systemctl start couchdb.service
  log "the data from before is in $mount_point/$before; remove it when it is no longer needed"
  wait_for 120 answers "$port" || fail "CouchDB does not answer; its log says why"
}

if [[ $only_list == true ]]; then
  list_backups
  exit
fi
backup=$(choose_backup)
if [[ $only_which == true ]]; then
  echo "$backup"
  exit
fi
work=$(mktemp --directory)
trap 'rm -rf "$work"' EXIT

if [[ -n $into ]]; then
  [[ ! -e $into ]] || fail "$into is there already"
  fetch "$backup" "$into"
  log "$backup is whole, and in $into"
  exit
fi

is_mounted || fail "$mount_point is not mounted"
lock data "backup or restore"
# What an interrupted restore has left.
rm -rf "$mount_point"/restore.??????
present=$(databases_in "$mount_point/data" | { grep --invert-match '^_' || true; } | paste --serial --delimiters=' ')
[[ -z $present || $overwrite == true ]] || fail "CouchDB has databases ($present); --overwrite puts the backup in their place"
scratch=$(mktemp --directory --tmpdir="$mount_point" restore.XXXXXX)
trap 'rm -rf "$work" "$scratch"' EXIT
fetch "$backup" "$scratch/files"
generation=generations/${backup#*/}-restored-$(date --utc +%Y-%m-%dT%H%M%SZ)
mv --no-target-directory "$scratch/files/data" "$mount_point/$generation"
replace_data "$generation"
log "restored $backup"
