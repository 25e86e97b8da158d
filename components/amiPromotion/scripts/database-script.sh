#!/usr/bin/env bash
# Lets the environment's own command write what a database update would do to $SCRIPT, and puts that where it is reviewed.
set -euo pipefail

SCRIPT=$(mktemp -d)/database.sql
export SCRIPT

bash -c "$DATABASE_SCRIPT_COMMAND" || {
  status=$?
  echo "the command that writes the database script ended with code $status" >"$SUMMARY"
  exit "$status"
}
if [ ! -f "$SCRIPT" ]; then
  # shellcheck disable=SC2016 # the name of the variable is meant
  echo 'the command wrote no database script to $SCRIPT' >"$SUMMARY"
  exit 1
fi
aws s3 cp --only-show-errors "$SCRIPT" "s3://$BUCKET/runs/$RUN/database.sql"
echo "the database script has $(wc -l <"$SCRIPT") lines" >"$SUMMARY"
