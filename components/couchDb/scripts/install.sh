#!/bin/bash
# Puts units and settings in their places at the first boot of an instance and starts everything. Running it again changes
# nothing.
. "$(dirname "$0")/lib.sh"

render() {
  sed -e "s|@DATABASE@|$DATABASE|" -e "s|@LOG_GROUP@|$LOG_GROUP|" -e "s|@BACKUP_SCHEDULE@|$BACKUP_SCHEDULE|" "$1" >"$2"
}

systemd=$root/etc/systemd/system
agent=$root/opt/aws/amazon-cloudwatch-agent
mkdir -p "$systemd/couchdb.service.d" "$agent/etc"
for unit in "$home"/units/slipway-couchdb-*; do render "$unit" "$systemd/${unit##*/}"; done
render "$home/units/couchdb.conf" "$systemd/couchdb.service.d/slipway.conf"
render "$home/agent.json" "$agent/etc/amazon-cloudwatch-agent.json"

systemctl daemon-reload
# First of all, somebody says that there is no database yet.
systemctl enable --now slipway-couchdb-health.timer
# Without the agent there are no logs and no figures of disk and memory, whose alarms tell; the database starts all the same.
if [[ ! -x $agent/bin/amazon-cloudwatch-agent ]]; then
  dnf install --assumeyes --quiet amazon-cloudwatch-agent || log "the CloudWatch agent could not be installed"
fi
# An image's agent may run with settings of its own.
{ systemctl enable amazon-cloudwatch-agent.service && systemctl restart amazon-cloudwatch-agent.service; } || log "the CloudWatch agent does not run"
"$home/install-couchdb.sh"
# The package's own rotation of the same log, by the day: too late for a busy database.
rm -f "$root/etc/logrotate.d/couchdb"
systemctl enable slipway-couchdb-volume.service couchdb.service
systemctl enable --now slipway-couchdb-backup.timer slipway-couchdb-drill.timer slipway-couchdb-logs.timer
# The volume may still be on its way: the unit waits for it, and CouchDB for the unit.
systemctl start --no-block couchdb.service
# A first backup, so that the alarm on a missed one does not begin with a false word.
systemctl start --no-block slipway-couchdb-backup.service
