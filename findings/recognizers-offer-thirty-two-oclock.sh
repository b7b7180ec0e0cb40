#!/usr/bin/env bash
# Package: @microsoft/recognizers-text-date-time 1.3.2 (npm), on Node 24.
#
# Most people expect that each value that a recogniser gives for a time is a time of day, and that "20点", written on the
# clock of 24 hours, has one reading.
#
# What happens: with the culture zh-cn an hour without a part of the day is given twice, as itself and twelve hours
# later, also where it is past noon already: 13点 may be 25:00:00 and 20点 may be 32:00:00 (TIMEX T32). A program that
# asks "which of these?" whenever there are several shows that to people; `Date` makes "Invalid Date" of it.
#
# Output seen:
#   晚上8点: 20:00:00
#   13点: 13:00:00 25:00:00
#   20点: 20:00:00 32:00:00
#
# Exits 0 while that is so, 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @microsoft/recognizers-text-date-time@1.3.2 >/dev/null 2>&1
cat > look.cjs <<'JS'
const { recognizeDateTime } = require("@microsoft/recognizers-text-date-time");
const now = new Date(2026, 8, 24, 10, 30);
for (const said of ["晚上8点", "13点", "20点"]) {
  const [{ resolution }] = recognizeDateTime(said, "zh-cn", 0, now);
  console.log(`${said}: ${resolution.values.map(({ value }) => value).join(" ")}`);
}
JS
seen=$(node look.cjs)
echo "$seen"
[[ "$seen" == "晚上8点: 20:00:00"*"13点: 13:00:00 25:00:00"*"20点: 20:00:00 32:00:00" ]]
