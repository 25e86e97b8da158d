#!/usr/bin/env bash
# Builds the Dockerfile of the source, pushes it under the commit's id, and says so to the stages that deploy it.
# Needs: REPOSITORY (address in ECR), CONTAINER, CODEBUILD_RESOLVED_SOURCE_VERSION.
set -euo pipefail

registry=${REPOSITORY%%/*}
# Versions of S3 objects may begin with a character that tags of images may not.
tag=${CODEBUILD_RESOLVED_SOURCE_VERSION//[^A-Za-z0-9_.-]/-}
[[ $tag == [.-]* ]] && tag="v$tag"
image="$REPOSITORY:$tag"

aws ecr get-login-password | docker login --username AWS --password-stdin "$registry"
# Tags never move: an execution that is repeated deploys the image that it has built before.
if docker manifest inspect "$image" >/dev/null 2>&1; then
  echo "$image is there already"
else
  docker build --tag "$image" .
  docker push "$image"
fi
printf '[{"name":"%s","imageUri":"%s"}]\n' "$CONTAINER" "$image" >imagedefinitions.json
