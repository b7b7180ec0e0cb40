#!/usr/bin/env bash
# Package: @microsoft/agents-hosting 1.8.1 (npm), on Node 24.
#
# Most people expect that what a route's handler writes into `state.conversation` is there in the next turn once the
# application was given a storage.
#
# What happens: the state is saved by the handlers of `afterTurn`, and only where there is one that returns true. An
# application without such a handler counts 1, 1, 1; with one that does nothing but return true it counts 1, 2, 3.
#
# Output seen:
#   no afterTurn handler: 1 1 1
#   an afterTurn handler that returns true: 1 2 3
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
import { AgentApplication, BaseAdapter, MemoryStorage, TurnContext } from "@microsoft/agents-hosting";

class Channel extends BaseAdapter {
  async sendActivities(_context, activities) {
    return activities.map(() => ({ id: "sent" }));
  }
}

/** What an application counts in three turns of one conversation. */
async function counted(prepare) {
  const app = new AgentApplication({ storage: new MemoryStorage() });
  const seen = [];
  app.onActivity("message", async (_context, state) => {
    state.conversation.count = (state.conversation.count ?? 0) + 1;
    seen.push(state.conversation.count);
  });
  prepare(app);
  for (const id of ["1", "2", "3"]) {
    const activity = Activity.fromObject({
      type: "message",
      id,
      text: "hi",
      channelId: "any",
      serviceUrl: "https://channel.example",
      from: { id: "somebody" },
      recipient: { id: "agent" },
      conversation: { id: "talk" },
    });
    await app.run(new TurnContext(new Channel(), activity));
  }
  return seen.join(" ");
}

console.log(`no afterTurn handler: ${await counted(() => {})}`);
console.log(`an afterTurn handler that returns true: ${await counted((app) => app.onTurn("afterTurn", async () => true))}`);
process.exit(0);
JS
seen=$(node look.mjs)
echo "$seen"
[[ "$seen" == "no afterTurn handler: 1 1 1"*"returns true: 1 2 3" ]]
