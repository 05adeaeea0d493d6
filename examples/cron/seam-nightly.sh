#!/bin/sh
# Checks once and keeps the reports: for cron, and for the systemd service beside it.
# Usage: seam-nightly.sh FOLDER-OF-SEAM.YAML FOLDER-OF-REPORTS
# From cron, which mails what is printed: 17 3 * * * seam /opt/seam/seam-nightly.sh /srv/contracts /var/lib/seam
set -eu
project=${1:?the folder of seam.yaml}
reports=${2:?the folder of reports}
seam=${SEAM:-/opt/seam/node_modules/.bin/seam}
mkdir -p "$reports"
cd "$project"
# An old report must not stand for a run that made none.
rm -f "$reports/seam.txt"
code=0
"$seam" check --format "html=$reports/seam.html" --format "json=$reports/seam.json" \
  --format "pretty=$reports/seam.txt" || code=$?
# Quiet where all is well; without a report the reason was on stderr already.
if [ "$code" -ne 0 ] && [ -f "$reports/seam.txt" ]; then cat "$reports/seam.txt"; fi
exit "$code"
