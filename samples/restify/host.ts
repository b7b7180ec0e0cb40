import restify from "restify";
import type { BotLogic, WeChatAdapter } from "../../src/index.ts";

/** A bot behind restify, as Bot Framework's own samples are. */
export function hostOf(adapter: WeChatAdapter, bot: BotLogic): restify.Server {
  const server = restify.createServer({ name: "wechat-bot" });
  // restify reads the address of a request before it looks for a route, outside of any handler: one that is no
  // address would end the process. Here it is read first, where the error can be caught.
  server.pre((req, res, next) => {
    try {
      req.getUrl();
    } catch {
      res.send(400);
      return next(false);
    }
    next();
  });
  // It takes connections over that ask for another protocol, and answers them never.
  server.on("upgrade", (_req, socket) => void socket.destroy());
  for (const path of ["/wechat", "/wechat/:appId"]) {
    server.get(path, async (req, res) => adapter.process(req, res, bot));
    server.post(path, async (req, res) => adapter.process(req, res, bot));
  }
  server.get("/wechat/media/:appId", async (req, res) => adapter.serveMedia(req, res));
  return server;
}
