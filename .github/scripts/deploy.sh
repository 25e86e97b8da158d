#!/usr/bin/env bash
# Brings a stack to the revision that is checked out, with its policies. Refuses a revision that is older than the one that the
# stack has: an old run that is started again would take back what newer ones made.
# Usage: deploy.sh STACK
set -euo pipefail
stack=$1

# Read in a step of its own: a state that cannot be read must stop here.
history=$(pulumi stack history --stack "$stack" --json --page-size 20)
deployed=$(node -e '
  const updates = JSON.parse(require("node:fs").readFileSync(0, "utf8")).filter(({ kind }) => kind === "update");
  process.stdout.write(updates[0]?.environment?.["git.head"] ?? "");
' <<<"$history")
revision=$(git rev-parse HEAD)

if [ -n "$deployed" ] && [ "$deployed" != "$revision" ] && git merge-base --is-ancestor "$revision" "$deployed" 2>/dev/null; then
  echo "::error::${stack} has ${deployed}, which is newer than ${revision}. To go back, merge a commit that reverts." >&2
  exit 1
fi

status=0
pulumi up --stack "$stack" --yes --non-interactive --color never --suppress-outputs \
  --policy-pack policy --policy-pack-config "policy-config/slipway.$stack.json" || status=$?
if [ "$status" -eq 0 ]; then ended="done"; else ended="failed, exit code $status"; fi
printf '### Deployment of %s to %s: %s\n' "$revision" "$stack" "$ended" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
exit "$status"
