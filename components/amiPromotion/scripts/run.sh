#!/usr/bin/env bash
# Runs the steps that STEPS names, one after the other, in the workspace; the first that fails ends the run with its code.
# What a step writes to $SUMMARY is kept as runs/$RUN/<step>.txt, where the promotion finds it for its message.
set -euo pipefail

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$scripts/../workspace"

for step in $STEPS; do
  SUMMARY=$(mktemp)
  export SUMMARY
  status=0
  case "$step" in
  database | database-script | tests) bash "$scripts/$step.sh" || status=$? ;;
  setup-packages) node "$scripts/$step.mjs" || status=$? ;;
  *)
    echo "there is no step \"$step\"" >"$SUMMARY"
    status=2
    ;;
  esac
  [ -s "$SUMMARY" ] || echo "$step ended with code $status; its log has the reason" >"$SUMMARY"
  cat "$SUMMARY"
  aws s3 cp --only-show-errors "$SUMMARY" "s3://$BUCKET/runs/$RUN/$step.txt"
  [ "$status" -eq 0 ] || exit "$status"
done
