#!/bin/bash
# Grows the file system to the size of its volume; does nothing if it has that size.
. "$(dirname "$0")/lib.sh"

read -r source type < <(findmnt --noheadings --output SOURCE,FSTYPE --mountpoint "$mount_point")
case $type in
  ext4) problem=$(resize2fs "$source" 2>&1) || fail "the file system on $source could not grow: $problem" ;;
  xfs) problem=$(xfs_growfs -d "$mount_point" 2>&1) || fail "the file system on $source could not grow: $problem" ;;
  *) fail "a file system of type $type cannot grow by this script" ;;
esac
