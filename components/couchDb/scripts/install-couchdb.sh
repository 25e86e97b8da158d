#!/bin/bash
# Installs the packages that the settings name, CouchDB among them, if it is not there yet. All of them or none: their
# checksums are checked first, and one transaction lets each find what it needs among the others.
. "$(dirname "$0")/lib.sh"

[[ -n $PACKAGES && ! -x $couchdb_home/bin/couchdb ]] || exit 0
work=$(mktemp --directory)
trap 'rm -r "$work"' EXIT
files=()
while read -r sha256 url; do
  file=$work/${#files[@]}.rpm
  if [[ $url == s3://* ]]; then
    aws s3 cp "$url" "$file" --only-show-errors
  else
    curl --fail --silent --show-error --location --retry 5 --output "$file" "$url"
  fi
  echo "$sha256  $file" | sha256sum --check --status || fail "$url is not the file with this checksum"
  files+=("$file")
done <<<"$PACKAGES"
dnf install --assumeyes --quiet "${files[@]}"
