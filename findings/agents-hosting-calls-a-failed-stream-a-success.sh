#!/usr/bin/env bash
# Package: @microsoft/agents-hosting 1.8.1 (npm), on Node 24.
#
# Most people expect that `await stream.endStream()` of a streamed answer rejects, or resolves to
# `StreamingResponseResult.Error`, when the message could not be sent, as `context.sendActivity` rejects.
#
# What happens: whatever `sendActivity` rejects with is caught and written to a debug log alone, and `endStream`
# resolves to `success`. An agent that notes "answered" then, or that means to try again, is wrong.
#
# Output seen:
#   sendActivity asked: 1 time
#   endStream: success
#
# Exits 0 while that is so, 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @microsoft/agents-hosting@1.8.1 >/dev/null 2>&1
cat > look.mjs <<'JS'
import { Activity } from "@microsoft/agents-activity";
import { BaseAdapter, TurnContext } from "@microsoft/agents-hosting";

let asked = 0;
/** A channel that takes no message. */
class Refusing extends BaseAdapter {
  async sendActivities() {
    asked += 1;
    throw new Error("the channel refuses the message");
  }
}
const activity = Activity.fromObject({
  type: "message",
  id: "1",
  text: "hi",
  channelId: "any",
  serviceUrl: "https://channel.example",
  from: { id: "somebody" },
  recipient: { id: "agent" },
  conversation: { id: "talk" },
});
const { streamingResponse } = new TurnContext(new Refusing(), activity);
streamingResponse.queueTextChunk("an answer");
const result = await streamingResponse.endStream();
console.log(`sendActivity asked: ${asked} time`);
console.log(`endStream: ${result}`);
JS
seen=$(node look.mjs)
echo "$seen"
[[ "$seen" == *"sendActivity asked: 1 time"*"endStream: success" ]]
