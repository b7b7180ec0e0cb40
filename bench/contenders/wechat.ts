import type { RequestListener } from "node:http";
import { parse } from "node:querystring";
import wechat, { type WechatRequest } from "wechat";
import { ACCOUNT, echo, type Mode } from "../account.ts";

/** npm's `wechat` with nothing around it: no framework, and the query read by Node's quick parser. */
export function createListener(mode: Mode): RequestListener {
  const { token, appId: appid, encodingAESKey } = ACCOUNT;
  const config = mode === "safe" ? { token, appid, encodingAESKey } : { token };
  const middleware = wechat(config, (request, response) => {
    response.reply(echo(request.weixin.Content));
  });
  return function handle(request, response) {
    const { url = "" } = request;
    const query = parse(url.slice(url.indexOf("?") + 1));
    middleware(Object.assign(request, { query }) as WechatRequest, response, (error) => {
      response.writeHead(500).end(String(error));
    });
  };
}
