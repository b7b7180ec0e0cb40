#!/usr/bin/env bash
# Package: chrono-node 2.10.3 (npm), on Node 24.
#
# Most people expect that with a reference of `{ instant, timezone }` the same words in any of its languages mean the same
# moment, whatever the zone of the process.
#
# What happens: English keeps to it. The Chinese parsers take the clock of the process for the clock of the zone and then
# subtract the zone: in a process on UTC, half past ten in Shanghai, "in half an hour" is eleven in English and three in
# the morning in Chinese; at one in the morning, "tomorrow" in Chinese is the day that has begun.
#
# Output seen (a process on UTC, the reference in UTC+8):
#   10:30, in half an hour: 2026-09-24 11:00
#   10:30, 半小时后: 2026-09-24 03:00
#   01:00, tomorrow: 2026-09-25
#   01:00, 明天: 2026-09-24
#
# Exits 0 while that is so, 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts chrono-node@2.10.3 >/dev/null 2>&1
cat > look.cjs <<'JS'
const chrono = require("chrono-node");
const inShanghai = (moment) => moment.toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" });
const reads = (parser, said, clock) => {
  const reference = { instant: new Date(`2026-09-24T${clock}:00+08:00`), timezone: 480 };
  return inShanghai(parser.parse(said, reference)[0].start.date());
};
console.log(`10:30, in half an hour: ${reads(chrono.en, "in half an hour", "10:30").slice(0, 16)}`);
console.log(`10:30, 半小时后: ${reads(chrono.zh.hans, "半小时后", "10:30").slice(0, 16)}`);
console.log(`01:00, tomorrow: ${reads(chrono.en, "tomorrow", "01:00").slice(0, 10)}`);
console.log(`01:00, 明天: ${reads(chrono.zh.hans, "明天", "01:00").slice(0, 10)}`);
JS
seen=$(TZ=UTC node look.cjs)
echo "$seen"
[[ "$seen" == *"half an hour: 2026-09-24 11:00"*"半小时后: 2026-09-24 03:00"*"tomorrow: 2026-09-25"*"明天: 2026-09-24" ]]
