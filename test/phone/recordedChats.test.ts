import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { buildPages } from "../../scripts/pages.ts";
import { milliseconds } from "../../src/duration.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { CHATS, type Did, OTHERS } from "../testing/chats.ts";
import { runWritten } from "../testing/runWritten.ts";
import { openStage } from "./openStage.ts";

const root = resolve(import.meta.dirname, "../..");
const SAMPLES = Object.keys(CHATS);
const KINDS = ["service", "subscription-unverified"] as const;

beforeAll(() => buildPages({ ifStale: true }), 60_000);

/** Chats on the page, by its own HTTP interface, and gives the test that the page's button writes. */
async function chatOnPage(
  stage: Awaited<ReturnType<typeof openStage>>,
  name: string,
  chat: readonly Did[],
) {
  const { openid = "" } = (await stage.post("/api/people", { name })).body;
  const act = async (action: object) => {
    expect(await stage.post("/api/act", { openid, action })).toMatchObject({ status: 200 });
    await stage.settled(openid);
  };
  await act({ do: "follow" });
  for (const did of chat) {
    if (typeof did === "string") await act({ do: "say", text: did });
    else if ("do" in did) await act(did);
    else await stage.post("/api/time", { ms: milliseconds(did.wait) });
    // Until he has read all of it: what is on its way has come when time may move.
    await stage.post("/api/time", { ms: 1_000 });
  }
  const seen = await stage.seen(openid);
  return { openid, seen, code: await (await fetch(`${stage.page}/api/test/${openid}`)).text() };
}

/** Two people chat, one after the other; resolves to their tests. */
async function chatsOnPage(sample: string, kind: (typeof KINDS)[number]) {
  const bot = join(root, "samples", sample);
  const stage = await openStage(bot, tempFolder(), ["--account", kind]);
  const written: string[] = [];
  for (const [name, chats] of [
    ["Han Meimei", OTHERS],
    ["Li Lei", CHATS],
  ] as const) {
    const { openid, seen, code } = await chatOnPage(stage, name, chats[sample] ?? []);
    expect(seen.length).toBeGreaterThan(2);
    expect(code).not.toContain(openid);
    expect(code).not.toContain(name);
    expect(code.match(/mustRead/g)?.length ?? 0).toBeGreaterThan(2);
    expect(code.includes("verified: false")).toBe(kind !== "service");
    written.push(code);
  }
  return written;
}

describe("two chats on the page with each kind of account", () => {
  test.each(SAMPLES)(
    "become four tests that are green at once (samples/%s)",
    async (sample) => {
      const written = await Promise.all(KINDS.map((kind) => chatsOnPage(sample, kind)));
      for (const code of written.flat()) {
        const { exit, told } = await runWritten(code);
        expect([exit, exit === 0 ? "" : `${code}\n${told}`]).toEqual([0, ""]);
      }
    },
    240_000,
  );
});
