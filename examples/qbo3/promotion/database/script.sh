#!/usr/bin/env bash
# Writes every migration that the database has not had yet to $SCRIPT, as one transaction that also notes them down; changes
# nothing itself. psql finds the database by PGHOST, PGUSER, PGDATABASE and PGPASSWORD.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ./client.sh

query() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --command="$1"; }

hasNotes=$(query "SELECT to_regclass('migration') IS NOT NULL")
applied=""
[ "$hasNotes" = f ] || applied=$(query "SELECT name FROM migration")
{
  echo "BEGIN;"
  [ "$hasNotes" = t ] ||
    echo "CREATE TABLE migration (name text PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now());"
  for file in [0-9]*.sql; do
    ! grep -qxF "$file" <<<"$applied" || continue
    echo "-- $file"
    cat "$file"
    echo "INSERT INTO migration (name) VALUES ('$file');"
  done
  echo "COMMIT;"
} >"$SCRIPT"
