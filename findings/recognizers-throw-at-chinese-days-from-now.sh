#!/usr/bin/env bash
# Package: @microsoft/recognizers-text-suite 1.1.4 (npm), the version that botbuilder-dialogs 4.23.3 asks for, on Node 24.
#
# Most people expect that `recognizeDateTime` finds a time in a text or finds none, and that a DateTimePrompt of
# botbuilder-dialogs asks again where nothing is found.
#
# What happens: with the culture zh-cn, a length of time before 后 or 前 ("in three days", "a week ago"), about the
# commonest way to name a day in Chinese, throws a TypeError out of the recogniser. A bot's turn ends in `onTurnError`.
#
# Output seen:
#   后天: 2026-09-26
#   三天后: TypeError
#   一周后: TypeError
#   两个小时后: TypeError
#
# Exits 0 while that is so, 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @microsoft/recognizers-text-suite@1.1.4 >/dev/null 2>&1
cat > look.cjs <<'JS'
const { recognizeDateTime } = require("@microsoft/recognizers-text-suite");
const now = new Date(2026, 8, 24, 10, 30);
for (const said of ["后天", "三天后", "一周后", "两个小时后"]) {
  let seen;
  try {
    seen = recognizeDateTime(said, "zh-cn", 0, now)[0]?.resolution.values[0].value ?? "nothing";
  } catch (error) {
    seen = error.name;
  }
  console.log(`${said}: ${seen}`);
}
JS
seen=$(node look.cjs)
echo "$seen"
[[ "$seen" == "后天: 2026-09-26"*"三天后: TypeError"*"一周后: TypeError"*"两个小时后: TypeError" ]]
