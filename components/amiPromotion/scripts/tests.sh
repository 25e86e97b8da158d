#!/usr/bin/env bash
# Runs the regression tests by the environment's own command and reads their JUnit report. A report that names failures, or
# that is missing, fails the step even where the command does not.
set -euo pipefail

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rm -f "$TESTS_REPORT" # an old report must not speak for these tests

command=0
bash -c "$TESTS_COMMAND" || command=$?
report=0
node "$scripts/junit.mjs" "$TESTS_REPORT" >"$SUMMARY" || report=$?
if [ "$command" -ne 0 ] && [ "$report" -eq 0 ]; then
  echo "the command ended with code $command although no test failed" >>"$SUMMARY"
fi
[ "$command" -eq 0 ] && [ "$report" -eq 0 ]
