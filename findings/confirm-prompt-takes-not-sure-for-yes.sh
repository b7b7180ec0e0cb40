#!/usr/bin/env bash
# Package: botbuilder-dialogs 4.23.3 (npm), with @microsoft/recognizers-text-suite 1.1.4, on Node 24.
#
# Most people expect that a ConfirmPrompt asks again where the person neither agreed nor refused.
#
# What happens: the recogniser behind it searches the message for a word that agrees or refuses. It finds "sure" in
# "not sure" and the first of both in "yes or no"; the prompt looks at no score and no second result, and ends with `true`.
#
# Output seen:
#   yes: true
#   no: false
#   maybe: asked again
#   not sure: true
#   yes or no: true
#
# Exits 0 while that is so, 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts botbuilder-core@4.23.3 botbuilder-dialogs@4.23.3 >/dev/null 2>&1
cat > look.cjs <<'JS'
const { ConversationState, MemoryStorage, TestAdapter } = require("botbuilder-core");
const { ConfirmPrompt, DialogSet } = require("botbuilder-dialogs");

/** What the prompt ends with when it is answered so. */
async function answered(said) {
  const state = new ConversationState(new MemoryStorage());
  const dialogs = new DialogSet(state.createProperty("dialogs")).add(new ConfirmPrompt("sure"));
  let seen = "asked again";
  const adapter = new TestAdapter(async (context) => {
    const dialog = await dialogs.createContext(context);
    const { status, result } = await dialog.continueDialog();
    if (status === "complete") seen = String(result);
    if (status === "empty") await dialog.prompt("sure", "Shall I book it?");
    await state.saveChanges(context);
  }, { locale: "en-US" });
  await adapter.send("hi").send(said).startTest();
  return seen;
}

(async () => {
  for (const said of ["yes", "no", "maybe", "not sure", "yes or no"]) console.log(`${said}: ${await answered(said)}`);
})();
JS
seen=$(node look.cjs)
echo "$seen"
[[ "$seen" == "yes: true"*"no: false"*"maybe: asked again"*"not sure: true"*"yes or no: true" ]]
