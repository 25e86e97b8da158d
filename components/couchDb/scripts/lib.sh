# shellcheck shell=bash
# What the scripts around CouchDB share. SLIPWAY_ROOT stands before every path, so that they can run anywhere.
# shellcheck disable=SC2034 # the scripts that read this file use its variables
set -euo pipefail

root=${SLIPWAY_ROOT:-}
home=$root/opt/slipway-couchdb
# shellcheck source=/dev/null
. "$root/etc/slipway-couchdb.conf"
export AWS_REGION AWS_DEFAULT_REGION=$AWS_REGION

mount_point=$root/srv/couchdb
couchdb_home=$root/opt/couchdb
# The user that CouchDB runs as, and its port.
owner=${COUCHDB_USER:-couchdb}
port=${COUCHDB_PORT:-5984}

log() { printf '%s %s: %s\n' "$(date -u +%FT%TZ)" "$(basename "$0" .sh)" "$*" >&2; }

fail() {
  log "$*"
  exit 1
}

# metric NAME VALUE: never the reason why something else fails.
metric() {
  aws cloudwatch put-metric-data --namespace Slipway/CouchDb --dimensions "Database=$DATABASE" \
    --metric-name "$1" --value "$2" || log "the metric $1 could not be sent"
}

is_mounted() { mountpoint --quiet "$mount_point"; }

# Nitro shows EBS volumes as NVMe disks, in any order, with the volume's id as serial number. Sets `device`.
has_volume() {
  local serial number disk
  for serial in "$root"/sys/block/nvme*/device/serial; do
    [[ -e $serial ]] || continue
    number=$(tr --delete '[:space:]' <"$serial")
    [[ $number == "${VOLUME_ID/-/}" ]] || continue
    disk=${serial%/device/serial}
    device=$root/dev/${disk##*/}
    return 0
  done
  return 1
}

# Whether CouchDB answers on a port of this machine.
answers() { curl --fail --silent --max-time 5 --output /dev/null "http://127.0.0.1:$1/_up"; }

# wait_for SECONDS COMMAND…: until the command succeeds; 1 if it never does.
wait_for() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < end)) || return 1
    sleep 0.2
  done
}

# databases_in DIRECTORY: names of the databases that have files there; those with an underscore are CouchDB's own.
databases_in() {
  find "$1/shards" -name '*.couch' -type f 2>/dev/null |
    sed 's|.*/shards/[^/]*/||; s|\.[0-9]*\.couch$||' | sort --unique || true
}

# lock NAME WHAT: one of that name at a time; the lock goes when the script ends, however it ends.
lock() {
  mkdir -p "$root/run"
  exec 9>"$root/run/slipway-couchdb-$1.lock"
  flock --nonblock 9 || fail "another $2 is under way"
}
