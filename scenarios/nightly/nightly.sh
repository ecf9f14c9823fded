#!/bin/sh
# The nightly run: fetch rate cards, pull usage, forecast the bill, check alerts.
#
# It ends with 3 when an alert fired, and with 1 when a step failed. A step that
# fails does not keep back those behind it: alerts are checked on what is there.
# Settings and secrets are in nightly.env, which only its owner may read.
set -u
cd "$(dirname "$0")" || exit 1
set -a
. ./nightly.env
set +a
mkdir -p exports
failed=0

# cards that are missing, or older than a week
azwhatif fetch --resume --max-age 7d --offer MS-AZR-0003P --currency EUR --market NL || failed=1

# a file a month; what two of them have counts once
azwhatif usage pull --days 40 -o "exports/$(date -u +%Y-%m).json.gz" || failed=1

azwhatif forecast --scenario watch.yaml -o forecast.md || failed=1

code=0
azwhatif alert watch.yaml --state alerts.json --format markdown >alerts.md || code=$?
cat alerts.md
[ "$code" -eq 0 ] || exit "$code"
exit "$failed"
