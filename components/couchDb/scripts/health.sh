#!/bin/bash
# Says every minute whether CouchDB answers from its volume, and lets the file system follow the volume's size.
. "$(dirname "$0")/lib.sh"

healthy=0
if is_mounted; then
  "$home/grow.sh" || true
  if answers "$port"; then healthy=1; fi
fi
metric Healthy "$healthy"
