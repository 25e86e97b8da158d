#!/usr/bin/env bash
# Previews a stack with its policies. Says in the step's outputs how it ended (`result`: unchanged, outputs where only the stack's
# outputs change, changes, or failed) and where its text is (`log`), and shows the text in the job's summary. Fails only if there
# is no preview or a policy forbids it.
# Usage: preview.sh STACK [OPTION OF PULUMI PREVIEW]...
set -uo pipefail
stack=$1
shift
# The CLI's exit code for "changes, although --expect-no-changes".
readonly CHANGES=7
# A summary holds a mebibyte.
readonly SUMMARY_BYTES=500000

log=$(mktemp)
pulumi preview --stack "$stack" --diff --expect-no-changes --non-interactive --color never \
  --policy-pack policy --policy-pack-config "policy-config/slipway.$stack.json" "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

case $status in
  # The engine does not count outputs as changes, but other stacks and people read them. The stack's are indented by four.
  0) if grep -q '^    --outputs:--$' "$log"; then result=outputs; else result=unchanged; fi ;;
  "$CHANGES") result=changes ;;
  *) result=failed ;;
esac
printf 'result=%s\nlog=%s\n' "$result" "$log" >>"${GITHUB_OUTPUT:-/dev/null}"
{
  printf '### Preview of %s: %s\n\n<details><summary>What it says</summary>\n\n' "$stack" "$result"
  # As an indented block: nothing in the text can end it.
  head -c "$SUMMARY_BYTES" "$log" | sed 's/^/    /'
  printf '\n\n</details>\n'
} >>"${GITHUB_STEP_SUMMARY:-/dev/null}"

[ "$result" != failed ] || exit "$status"
