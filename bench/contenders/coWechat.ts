import type { RequestListener } from "node:http";
import coWechat from "co-wechat";
import Koa from "koa";
import { ACCOUNT, echo, type Mode } from "../account.ts";

/** npm's `co-wechat`, which needs Koa. */
export function createListener(mode: Mode): RequestListener {
  const { token, appId: appid, encodingAESKey } = ACCOUNT;
  const config = mode === "safe" ? { token, appid, encodingAESKey } : { token };
  const app = new Koa();
  app.use(coWechat(config).middleware(async ({ Content }) => echo(Content)));
  return app.callback();
}
