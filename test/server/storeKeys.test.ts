import { randomBytes } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { runData } from "../../src/commands/data.ts";
import { examine } from "../../src/commands/doctor.ts";
import { sendPush } from "../../src/commands/push.ts";
import { type Config, readConfig } from "../../src/config.ts";
import { startServer } from "../../src/server.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";

const [OLD, NEW] = [1, 2].map(() => randomBytes(32).toString("base64")) as [string, string];

/** One bot that is started again and again in one folder, each time with other keys. */
function house() {
  const folder = tempFolder();
  const errors: object[] = [];
  const error = (facts: object, message: string) => void errors.push({ ...facts, message });
  const configFor = (keys: string): Config =>
    readConfig({ PORT: "0", WECHAT_MODE: "plain", WECHAT_STORE_KEY: keys }, folder);
  return {
    errors,
    configFor,
    async start(keys: string) {
      const config = configFor(keys);
      const server = await startServer(config, "samples/booking", {
        log: { info() {}, warn() {}, error },
      });
      let closed: Promise<void> | undefined;
      const close = () => {
        closed ??= server.close();
        return closed;
      };
      onTestFinished(close);
      return {
        close,
        async says(text: string, from: string): Promise<string> {
          let printed = "";
          const write = (more: string) => {
            printed += more;
          };
          const code = await sendPush(config, { url: server.address, text, from }, { write });
          expect([code, printed]).toEqual([0, printed]);
          return printed;
        },
      };
    },
  };
}

async function data(config: Config, ...args: string[]): Promise<{ code: number; text: string }> {
  let text = "";
  const write = (more: string) => {
    text += more;
  };
  return { code: await runData(args, config, { write }), text };
}

async function keyRow(config: Config): Promise<string | undefined> {
  const rows = await examine(config, { fetch: () => Promise.reject(new Error("offline")) });
  const row = rows.find(({ check }) => check.en === "store's key");
  return row && `${row.state}: ${row.found.en}`;
}

test("a key is changed while people talk: resealed, counted, dropped, and a dialogue goes on", async () => {
  const { start, configFor, errors } = house();
  const first = await start(OLD);
  expect(await first.says("book a table", "oMei")).toContain("What may we");
  await first.close();

  const both = configFor(`${NEW},${OLD}`);
  const second = await start(`${NEW},${OLD}`);
  expect(await keyRow(both)).toMatch(/^warning: [1-9]\d* texts need a former key/);
  const { code, text } = await data(both, "reseal");
  expect(code).toBe(0);
  expect(text).toMatch(/^[1-9]\d* texts were sealed anew/);
  expect(text).toContain("0 left: once every process has the present key in front, the old key");
  expect(await data(both, "reseal")).toMatchObject({ text: expect.stringMatching(/^0 texts/) });
  expect(await keyRow(both)).toMatch(/^good: 0 texts left/);
  await second.close();

  const third = await start(NEW);
  expect(await third.says("2", "oMei")).not.toContain("What may we");
  expect(await keyRow(configFor(NEW))).toBeUndefined();
  expect(errors).toEqual([]);
});

test("a key that is dropped too early costs its followers their dialogue, and nobody an answer", async () => {
  const { start, errors, configFor } = house();
  const first = await start(OLD);
  await first.says("book a table", "oMei");
  await first.close();
  const second = await start(`${NEW},${OLD}`);
  await second.says("book a table", "oBen");
  await second.close();
  const third = await start(NEW);
  expect(await third.says("book a table", "oMei")).toContain("What may we");
  expect(await third.says("2", "oMei")).not.toContain("What may we");
  expect(await third.says("2", "oBen")).not.toContain("What may we");
  expect(errors).toEqual([
    expect.objectContaining({ owner: "…oMei", message: expect.stringContaining("begins anew") }),
  ]);
  const { text } = await data(configFor(NEW), "export", "oMei");
  expect(text).toContain('"record"');
});

test("without a key there is nothing to seal anew", async () => {
  const config = readConfig({ PORT: "0" }, tempFolder());
  await expect(data(config, "reseal")).rejects.toThrow("WECHAT_STORE_KEY is not set");
});
