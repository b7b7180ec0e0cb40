import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { ActivityHandler } from "botbuilder";
import { createClient } from "../../src/client/client.ts";
import { createCourier } from "../../src/client/messages/courier.ts";
import { type Log, stderrLog, WeChatAdapter } from "../../src/index.ts";
import { ACCOUNT } from "../account.ts";
import type { Costs } from "../server.ts";

// The child process: `node bench/crowd/bot.ts <base of the API>` serves the crowd's bot on a free port.

export const APP_SECRET = "0123456789abcdef0123456789abcdef";

/** Answers at once, to some with a second message, which goes by customer service. */
class CrowdBot extends ActivityHandler {
  constructor() {
    super();
    this.onMembersAdded(async (context, next) => {
      await context.sendActivity("Welcome!");
      await next();
    });
    this.onMessage(async (context, next) => {
      const { text } = context.activity;
      await context.sendActivity(`echo: ${text}`);
      if (text.startsWith("twice")) await context.sendActivity(`again: ${text}`);
      await next();
    });
    this.onEvent(async (context, next) => {
      await context.sendActivity(`menu: ${context.activity.value.eventKey}`);
      await next();
    });
  }
}

export interface CrowdServer {
  readonly listen: RequestListener;
  close(): Promise<void>;
}

/** The bot behind the adapter, with customer service through the API at this address. */
export function createCrowdServer(apiBase: string, log: Log = stderrLog): CrowdServer {
  const client = createClient({ appId: ACCOUNT.appId, secret: APP_SECRET, apiBase, log });
  const courier = createCourier(() => client);
  const account = { ...ACCOUNT, customerService: true };
  const adapter = new WeChatAdapter({ accounts: [account], courier, log });
  const bot = new CrowdBot();
  return {
    listen(request, response) {
      void adapter.process(request, response, (context) => bot.run(context));
    },
    async close() {
      await adapter.close();
      await client.close();
    },
  };
}

if (process.argv[1] === import.meta.filename) {
  const server = createServer(createCrowdServer(process.argv[2] as string).listen);
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system, resident: process.memoryUsage.rss() } satisfies Costs);
  });
  process.on("disconnect", () => process.exit());
}
