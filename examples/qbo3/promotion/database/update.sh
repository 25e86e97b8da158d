#!/usr/bin/env bash
# Applies the script that was reviewed, or, without a review, the one that would be reviewed.
set -euo pipefail

if [ -z "${SCRIPT:-}" ]; then
  SCRIPT=$(mktemp)
  export SCRIPT
  bash "$(dirname "${BASH_SOURCE[0]}")/script.sh"
fi
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --file="$SCRIPT"
