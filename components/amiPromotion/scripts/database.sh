#!/usr/bin/env bash
# Updates the database by the environment's own command. After a review the command finds the script that was approved at
# $SCRIPT; without one SCRIPT is not set.
set -euo pipefail

unset SCRIPT
if [ -n "${SCRIPT_KEY:-}" ]; then
  SCRIPT=$(mktemp -d)/database.sql
  export SCRIPT
  aws s3 cp --only-show-errors "s3://$BUCKET/$SCRIPT_KEY" "$SCRIPT"
fi

bash -c "$DATABASE_COMMAND" || {
  status=$?
  echo "the database update ended with code $status" >"$SUMMARY"
  exit "$status"
}
echo "the database is up to date" >"$SUMMARY"
