#!/usr/bin/env bash
# Applies the script that was reviewed, or, without a review, the one that would be reviewed.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
. "$here/client.sh"

if [ -z "${SCRIPT:-}" ]; then
  SCRIPT=$(mktemp)
  export SCRIPT
  bash "$here/script.sh"
fi
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --file="$SCRIPT"
