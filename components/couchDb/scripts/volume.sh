#!/bin/bash
# Finds the data volume by its id, formats it if it is blank, and mounts that device. Without the volume it fails, and CouchDB
# does not start: it never writes to the root disk.
. "$(dirname "$0")/lib.sh"

# Only a device that has nothing on it at all: no file system, no partition table, and zeros where they would begin.
format_if_blank() {
  local status=0
  blkid --probe "$device" >/dev/null || status=$?
  case $status in
    0) return ;;
    2) ;;
    *) fail "$device carries something that blkid cannot tell (exit code $status); nothing is formatted" ;;
  esac
  cmp --silent --bytes=1048576 "$device" /dev/zero ||
    fail "$device carries no file system but is not blank; nothing is formatted"
  log "formatting the blank volume $VOLUME_ID"
  mkfs.ext4 -q -m 0 "$device"
}

# Not by UUID: a volume that was made of a snapshot of this one, and is attached to copy from, carries the same.
mount_device() {
  if is_mounted; then
    [[ $(findmnt --noheadings --output SOURCE --mountpoint "$mount_point") == "$(readlink --canonicalize "$device")" ]] ||
      fail "another volume is mounted on $mount_point"
    return
  fi
  [[ -n $(blkid --probe --match-tag UUID --output value "$device") ]] ||
    fail "$device has no file system of its own; is it partitioned?"
  mkdir -p "$mount_point"
  mount --options noatime,nodev,nosuid,noexec "$device" "$mount_point"
  log "mounted $VOLUME_ID"
}

if ! wait_for "${VOLUME_WAIT_SECONDS:-900}" has_volume; then
  metric Healthy 0
  fail "the volume $VOLUME_ID is not attached; CouchDB stays stopped"
fi
format_if_blank
mount_device
# A file system that cannot grow is no reason to stop: the alarm on a full disk comes first.
"$home/grow.sh" || true
