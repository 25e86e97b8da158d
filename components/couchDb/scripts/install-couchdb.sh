#!/bin/bash
# Installs the CouchDB package that the settings name, if its checksum is right and CouchDB is not there yet.
. "$(dirname "$0")/lib.sh"

[[ -n $INSTALL_URL && ! -x $couchdb_home/bin/couchdb ]] || exit 0
work=$(mktemp --directory)
trap 'rm -r "$work"' EXIT
package=$work/couchdb.rpm
if [[ $INSTALL_URL == s3://* ]]; then
  aws s3 cp "$INSTALL_URL" "$package" --only-show-errors
else
  curl --fail --silent --show-error --location --retry 5 --output "$package" "$INSTALL_URL"
fi
echo "$INSTALL_SHA256  $package" | sha256sum --check --status || fail "$INSTALL_URL is not the file with this checksum"
dnf install --assumeyes --quiet "$package"
