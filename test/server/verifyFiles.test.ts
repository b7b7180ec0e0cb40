import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { startServer } from "../../src/server.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { wireAccount } from "../helpers/wechat.ts";

const account = wireAccount();
const FILE = "MP_verify_JAvcbC1J7nmyASIJ.txt";
const SECRET = "nothing for strangers";

async function served(files: string | undefined) {
  const folder = tempFolder({
    [`verify/${FILE}`]: "JAvcbC1J7nmyASIJ",
    "verify/MP_verify_large.txt": "x".repeat(2_000),
    "verify/other.txt": SECRET,
    "MP_verify_above.txt": SECRET,
    "bot.mjs": "export default async () => {};",
  });
  const config = readConfig(
    {
      PORT: "0",
      WECHAT_APP_ID: account.appId,
      WECHAT_TOKEN: account.token,
      WECHAT_ENCODING_AES_KEY: account.encodingAESKey,
      WECHAT_STORE: "memory:",
      WECHAT_VERIFY_FILES: files,
    },
    folder,
  );
  const server = await startServer(config, join(folder, "bot.mjs"));
  onTestFinished(() => server.close());
  const root = new URL(server.address).origin;
  return async (path: string, method = "GET") => {
    const response = await fetch(`${root}${path}`, { method });
    return { status: response.status, body: await response.text() };
  };
}

test("WeChat finds the files of our domains, at the root and below the bot's path", async () => {
  const ask = await served("verify");
  for (const path of [`/${FILE}`, `/wechat/${FILE}`])
    expect(await ask(path)).toEqual({ status: 200, body: "JAvcbC1J7nmyASIJ" });
});

test("no other file is given out", async () => {
  const ask = await served("verify");
  for (const path of [
    "/MP_verify_absent.txt",
    "/MP_verify_large.txt",
    "/MP_verify_above.txt",
    "/other.txt",
    "/verify/other.txt",
    "/..%2fMP_verify_above.txt",
    "/MP_verify_..%2fother.txt",
  ]) {
    const { status, body } = await ask(path);
    expect([path, status, body.includes(SECRET)]).toEqual([path, 404, false]);
  }
});

test("without the setting there are none", async () => {
  const ask = await served(undefined);
  expect((await ask(`/${FILE}`)).status).toBe(404);
});
