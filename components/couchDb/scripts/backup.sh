#!/bin/bash
# Copies the database's files to S3 while CouchDB runs. They are only ever appended to, so a copy of the beginning of a file
# is the database as it was a moment ago. Indexes go first: an index that is older than its database catches up, one that is
# newer would be wrong. The list of databases is from before all of that: it names none whose files were not there yet. The
# manifest goes last: a backup without one was interrupted, and nothing ever restores it.
. "$(dirname "$0")/lib.sh"

databases=data/_dbs.couch

# kind_of DAY: by the day, how long a backup is kept; the bucket's lifecycle rules go by these names.
kind_of() {
  if [[ $(date --utc --date="$1" +%d) == 01 ]]; then
    echo monthly
  elif [[ $(date --utc --date="$1" +%u) == 7 ]]; then
    echo weekly
  else
    echo daily
  fi
}

# All files, in the order in which they are copied. Files come and go meanwhile: a compaction, a deleted database.
list_files() {
  cd "$mount_point"
  {
    echo "$databases"
    find data/.shards -type f
    find data/ \( -path data/.shards -o -path data/shards -o -path "$databases" \) -prune -o -type f -print
    find data/shards -type f
    find etc -type f -name '*.ini'
  } 2>/dev/null | grep --invert-match --extended-regexp '\.compact(\.|$)|/\.delete/' || true
}

# checksums_of ARCHIVE: SHA-256 of each file in it. They tell what was copied; the files themselves have grown since.
checksums_of() {
  # shellcheck disable=SC2016 # tar's own shell expands it
  tar --extract --file="$1" --to-command='printf "%s  %s\n" "$(sha256sum | cut -d" " -f1)" "$TAR_FILENAME"'
}

# What is listed and not in the archive has gone from the disk too, or the backup is not whole.
check_complete() {
  comm -23 <(sort "$work/list") <(cut --characters=67- "$work/checksums" | sort) | while IFS= read -r file; do
    [[ ! -e $mount_point/$file ]] || fail "$file could not be read: $(cat "$work/tar.log")"
  done
}

finish() {
  local status=$?
  rm -rf "$work"
  metric BackupSucceeded $((status == 0))
}

is_mounted || fail "$mount_point is not mounted"
lock data "backup or restore"
started=$(date --utc +%Y-%m-%dT%H%M%SZ)
target=s3://$BUCKET/$(kind_of "${started%T*}")/$started
work=$(mktemp --directory)
trap finish EXIT

wait_for 60 test -e "$mount_point/$databases" || fail "there is nothing to back up: CouchDB has never started on this volume"
mkdir -p "$work/first/data"
cp "$mount_point/$databases" "$work/first/$databases"
list_files >"$work/list"
# What has gone in the meantime has no size.
size=$(cd "$mount_point" && tr '\n' '\0' <"$work/list" | { du --files0-from=- --apparent-size --block-size=1 --total 2>/dev/null || true; } | tail -n 1 | cut -f1)

mkfifo "$work/whole" "$work/each"
sha256sum <"$work/whole" | cut --delimiter=' ' --fields=1 >"$work/sum" &
whole=$!
checksums_of "$work/each" >"$work/checksums" &
each=$!
# S3 takes 10,000 parts, whose size follows from what is expected: headers come to the files, and files grow meanwhile.
expected=$((size + size / 4 + 10000000))
set +e
LC_ALL=C tar --create --file=- --no-recursion --directory="$work/first" "$databases" \
  --directory="$mount_point" --verbatim-files-from --files-from=<(tail -n +2 "$work/list") \
  --ignore-failed-read --warning=no-file-changed 2>"$work/tar.log" |
  tee "$work/whole" "$work/each" |
  aws s3 cp - "$target/files.tar" --expected-size "$expected" --only-show-errors
status=("${PIPESTATUS[@]}")
set -e
# 1 is a file that grew while it was read.
((status[0] <= 1)) || fail "the files could not be read: $(cat "$work/tar.log")"
((status[1] == 0 && status[2] == 0)) || fail "the files could not be sent to $target"
# Where the disk does not give the bytes, or has fewer than it said, tar puts zeros in their place, and goes on.
! grep --quiet --extended-regexp 'Read error|shrank' "$work/tar.log" || fail "files could not be read whole: $(cat "$work/tar.log")"
if ! wait "$whole" || ! wait "$each"; then fail "no checksums of the files"; fi
check_complete
{
  echo "# backup of $DATABASE, started $started, $size bytes"
  echo "# archive $(cat "$work/sum")"
  cat "$work/checksums"
} | aws s3 cp - "$target/manifest" --only-show-errors
log "$target has $(wc --lines <"$work/checksums") files, $size bytes"
