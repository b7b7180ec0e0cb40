import { SqliteStore, WeChatAdapter } from "../../src/index.ts";
import { hostOf } from "./host.ts";
import bot from "./index.ts";

const { PORT = "3978", WECHAT_APP_ID, WECHAT_TOKEN, WECHAT_ENCODING_AES_KEY } = process.env;

const adapter = new WeChatAdapter({
  accounts: [
    {
      appId: WECHAT_APP_ID ?? "",
      token: WECHAT_TOKEN ?? "",
      encodingAESKey: WECHAT_ENCODING_AES_KEY,
    },
  ],
  store: new SqliteStore({ path: "./data/wechat.db" }),
});
const server = hostOf(adapter, (context) => bot.run(context));
server.listen(Number(PORT), () => {
  const { port } = server.address();
  console.log(`Listening on http://localhost:${port}/wechat`);
});
process.once("SIGTERM", () => {
  server.close();
  void adapter.close().then(() => process.exit(0));
});
