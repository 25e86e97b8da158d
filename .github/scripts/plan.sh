#!/usr/bin/env bash
# Plans what this revision changes against BASE and leaves it as FOLDER/plan.md, also in the job's summary. A plan that did not
# come about leaves its reason there. Ends as the plan ends.
# Usage: plan.sh BASE FOLDER
set -uo pipefail
base=$1
folder=$2
comment=$folder/plan.md
log=$(mktemp)

mkdir -p "$folder"
NO_COLOR=1 npm run -s plan -- --base "$base" --format markdown --out "$comment" 2>"$log"
status=$?
cat "$log" >&2

if [ ! -s "$comment" ]; then
  # As an indented block: nothing in the text can end it.
  printf '<!-- slipway plan -->\n### Offline plan\n\n❌ There is no plan. The end of what it said:\n\n' >"$comment"
  tail -n 40 "$log" | cut -c 1-400 | sed 's/^/    /' >>"$comment"
fi
cat "$comment" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
exit "$status"
