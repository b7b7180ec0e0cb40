import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TurnContext } from "botbuilder";
import type { AccountSettings } from "../../src/adapter/accounts/account.ts";
import { PACE, type Pace } from "../../src/adapter/road.ts";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { SqliteStore } from "../../src/store/sqlite/sqliteStore.ts";
import type { StoreSettings } from "../../src/store/storeSettings.ts";
import { TURN_SCOPE, type TurnScope } from "../../src/store/turnScope.ts";

/** How one of several processes on one file is set up; see `sqliteKill.test.ts`. */
export interface ChildConfig {
  readonly account: AccountSettings;
  readonly path: string;
  /** Where the bot notes the turns that it ends. */
  readonly notes: string;
  /** How long the bot takes, in milliseconds. */
  readonly botMs: number;
  readonly pace: Partial<Pace>;
  readonly settings: Partial<StoreSettings>;
}

const config = JSON.parse(process.env.SQLITE_CHILD ?? "{}") as ChildConfig;

/** Counts the follower's turns in a slice, and notes each that it ends. */
async function bot(context: TurnContext): Promise<void> {
  const scope = context.turnState.get<TurnScope>(TURN_SCOPE);
  const count = ((scope.read("count") as number | undefined) ?? 0) + 1;
  scope.write("count", count);
  await new Promise((resolve) => setTimeout(resolve, config.botMs));
  const { from, text, name } = context.activity;
  const note = {
    who: from.id,
    what: text ?? name,
    count,
    attempts: scope.attempts,
    at: Date.now(),
  };
  appendFileSync(config.notes, `${JSON.stringify(note)}\n`);
  if (text !== undefined) await context.sendActivity(`${text}, ${count}`);
}

const adapter = new WeChatAdapter({
  accounts: [config.account],
  store: new SqliteStore({ ...config.settings, path: config.path }),
  pace: { ...PACE, ...config.pace },
  logic: bot,
});
process.on("disconnect", () => process.exit());
const server = createServer((req, res) => void adapter.process(req, res, bot));
server.listen(0, "127.0.0.1", () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
);
