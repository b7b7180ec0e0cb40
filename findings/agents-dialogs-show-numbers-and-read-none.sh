#!/usr/bin/env bash
# Package: @microsoft/agents-hosting-dialogs 0.6.22 (npm), on Node 24.
#
# Most people expect that a ChoicePrompt which shows "1. Hall", "2. Room" takes the answer "2", as the ChoicePrompt of
# botbuilder-dialogs does, from which it was moved.
#
# What happens: `recognizeChoices`, which reads its answers, has `recognizeNumbers: true` among its defaults and knows no
# number: neither "2" nor "the second one" chooses. Only the words of a choice do.
#
# Output seen:
#   room: Room
#   2: nothing
#   second: nothing
#
# Exits 0 while that is so, 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @microsoft/agents-hosting-dialogs@0.6.22 >/dev/null 2>&1
cat > look.cjs <<'JS'
const { ChoiceFactory, recognizeChoices } = require("@microsoft/agents-hosting-dialogs");
const choices = ChoiceFactory.toChoices(["Hall", "Room"]);
for (const said of ["room", "2", "second"]) {
  const [found] = recognizeChoices(said, choices, { locale: "en-us" });
  console.log(`${said}: ${found?.resolution.value ?? "nothing"}`);
}
JS
seen=$(node look.cjs)
echo "$seen"
[[ "$seen" == "room: Room"*"2: nothing"*"second: nothing" ]]
