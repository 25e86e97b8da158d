#!/usr/bin/env bash
# Writes every migration that the database has not had yet to $SCRIPT, as one transaction that also notes them down.
# psql finds the database by PGHOST, PGUSER, PGDATABASE and PGPASSWORD.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

query() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --command="$1"; }

query "CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())" 2>/dev/null
{
  echo "BEGIN;"
  for file in [0-9]*.sql; do
    [ "$(query "SELECT count(*) FROM migration WHERE name = '$file'")" = 0 ] || continue
    echo "-- $file"
    cat "$file"
    echo "INSERT INTO migration (name) VALUES ('$file');"
  done
  echo "COMMIT;"
} >"$SCRIPT"
