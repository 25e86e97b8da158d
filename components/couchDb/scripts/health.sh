#!/bin/bash
# Says every minute whether CouchDB answers from its volume, lets the file system follow the volume's size, and starts CouchDB
# where the volume came only after the boot had waited long enough.
. "$(dirname "$0")/lib.sh"

healthy=0
if is_mounted; then
  "$home/grow.sh" || true
  if answers "$port"; then healthy=1; fi
fi
if ! is_mounted && has_volume && ! systemctl --quiet is-active slipway-couchdb-volume.service; then
  systemctl start --no-block couchdb.service || log "CouchDB cannot be started"
fi
metric Healthy "$healthy"
