import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { parse } from "node:querystring";
import { setTimeout as sleep } from "node:timers/promises";
import { PACE } from "../../src/adapter/road.ts";
import { scaled, scaledTimes } from "../../test/helpers/scaled.ts";
import { ACCOUNT, echo, type Mode } from "../account.ts";

// The child process: `node bench/differences/servers.ts <name> <mode>` serves one of those who are compared.

/** Where WeChat takes five seconds these experiments take one: everybody's times are scaled alike. */
export const SCALE = 0.2;
const SLOW_MS = 7_000 * SCALE;

type Handle = (text: string) => string | Promise<string>;

const servers: Readonly<Record<string, (mode: Mode, handle: Handle) => Promise<RequestListener>>> =
  { "this adapter": serveOurs, wechat: serveWechat, "co-wechat": serveCoWechat };
export const names = Object.keys(servers);

async function serveOurs(mode: Mode, handle: Handle): Promise<RequestListener> {
  const { MemoryStore, WeChatAdapter } = await import("../../src/index.ts");
  const store = new MemoryStore(scaledTimes(SCALE));
  const adapter = new WeChatAdapter({
    accounts: [{ ...ACCOUNT, mode, locale: "en", customerService: false }],
    store,
    pace: scaled(PACE, SCALE),
  });
  return function listen(request, response) {
    void adapter.process(request, response, async (context) => {
      await context.sendActivity(await handle(context.activity.text));
    });
  };
}

function configOf(mode: Mode) {
  const { token, appId: appid, encodingAESKey } = ACCOUNT;
  return mode === "safe" ? { token, appid, encodingAESKey } : { token };
}

/** As its README has it; a failed promise goes to `next`, whose errors Express would answer with 500. */
async function serveWechat(mode: Mode, handle: Handle): Promise<RequestListener> {
  const { default: wechat } = await import("wechat");
  const middleware = wechat(
    configOf(mode),
    (request, response, next?: (error: unknown) => void) => {
      const answer = handle(request.weixin.Content ?? "");
      Promise.resolve(answer).then((text) => response.reply(text), next);
    },
  );
  return function listen(request, response) {
    const { url = "" } = request;
    const query = parse(url.slice(url.indexOf("?") + 1));
    middleware(Object.assign(request, { query }) as never, response, (error) => {
      response.writeHead(500).end(String(error));
    });
  };
}

async function serveCoWechat(mode: Mode, handle: Handle): Promise<RequestListener> {
  const [{ default: coWechat }, { default: Koa }] = await Promise.all([
    import("co-wechat"),
    import("koa"),
  ]);
  const app = new Koa();
  app.use(coWechat(configOf(mode)).middleware(async ({ Content = "" }) => handle(Content)));
  return app.callback();
}

/** Serves, and tells how often the bot ran for each first word of a text. */
async function serve(name: string, mode: Mode): Promise<void> {
  const createListener = servers[name];
  if (createListener === undefined) throw new RangeError(`There is no ${name}.`);
  const runs: Record<string, number> = {};
  const handle: Handle = (text) => {
    const [key = ""] = text.split(" ");
    runs[key] = (runs[key] ?? 0) + 1;
    return botOf(key, text);
  };
  const server = createServer(await createListener(mode, handle));
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
  process.on("message", () => process.send?.(runs));
  process.on("disconnect", () => process.exit());
}

function botOf(key: string, text: string): string | Promise<string> {
  switch (key) {
    case "throws":
      throw new Error("The bot throws.");
    case "fails":
      return sleep(1).then(() => Promise.reject(new Error("The bot fails.")));
    case "slow":
      return sleep(SLOW_MS, echo(text));
    case "big":
      return "big";
    default:
      return echo(text);
  }
}

if (process.argv[1] === import.meta.filename) {
  const [name = "", mode = "safe"] = process.argv.slice(2);
  await serve(name, mode as Mode);
}
