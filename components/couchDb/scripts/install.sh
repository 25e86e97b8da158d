#!/bin/bash
# Puts units and settings in their places at the first boot of an instance and starts everything. Running it again changes
# nothing.
. "$(dirname "$0")/lib.sh"

render() {
  sed -e "s|@DATABASE@|$DATABASE|" -e "s|@LOG_GROUP@|$LOG_GROUP|" -e "s|@BACKUP_SCHEDULE@|$BACKUP_SCHEDULE|" "$1" >"$2"
}

systemd=$root/etc/systemd/system
agent=$root/opt/aws/amazon-cloudwatch-agent
mkdir -p "$systemd/couchdb.service.d" "$agent/etc" "$root/etc/logrotate.d"
for unit in "$home"/units/slipway-couchdb-*; do render "$unit" "$systemd/${unit##*/}"; done
render "$home/units/couchdb.conf" "$systemd/couchdb.service.d/slipway.conf"
render "$home/agent.json" "$agent/etc/amazon-cloudwatch-agent.json"
render "$home/logrotate.conf" "$root/etc/logrotate.d/slipway-couchdb"

systemctl daemon-reload
# First of all, somebody says that there is no database yet.
systemctl enable --now slipway-couchdb-health.timer
[[ -x $agent/bin/amazon-cloudwatch-agent ]] || dnf install --assumeyes --quiet amazon-cloudwatch-agent
systemctl enable --now amazon-cloudwatch-agent.service
"$home/install-couchdb.sh"
systemctl enable slipway-couchdb-volume.service couchdb.service
systemctl enable --now slipway-couchdb-backup.timer slipway-couchdb-drill.timer
# The volume may still be on its way: the unit waits for it, and CouchDB for the unit.
systemctl start --no-block couchdb.service
