import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { HttpRequest, HttpResponse } from "../../src/adapter/exchange/exchange.ts";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { readPush } from "../../src/protocol/push.ts";
import { readPushXml } from "../../src/protocol/pushXml.ts";
import { settingsOf, textXml, wireAccount, wrap } from "../helpers/wechat.ts";
import { requestBytes, speak, statusOf } from "./raw.ts";
import { CountingStore, collect, type Line, startRig } from "./rig.ts";

vi.mock("../../src/protocol/pushXml.ts", { spy: true });
vi.mock("../../src/protocol/push.ts", { spy: true });

const RUNS = 60_000;
const OVER_HTTP = 1_000;
const SIGNED = ["timestamp", "nonce", "msg_signature"] as const;

interface Delivery {
  readonly url: Buffer;
  readonly body: Buffer;
  /** Where in `url` and `body` the signed bytes are. */
  readonly signed: readonly { readonly part: "url" | "body"; readonly at: number }[];
}

const account = wireAccount();
const deliveries = Array.from({ length: 40 }, (_, n) => genuine("汉字 and text ".repeat(n % 7)));

function genuine(text: string): Delivery {
  const { query, body } = wrap(account, textXml(account, `${text}.`));
  const url = `/wechat?${new URLSearchParams(query)}`;
  const signed: { part: "url" | "body"; at: number }[] = [];
  const mark = (part: "url" | "body", from: number, length: number) => {
    for (let i = 0; i < length; i++) signed.push({ part, at: from + i });
  };
  for (const name of SIGNED) {
    const value = query[name] ?? "";
    mark("url", url.search(new RegExp(`[?&]${name}=`)) + name.length + 2, value.length);
  }
  const start = body.indexOf("<Encrypt><![CDATA[") + "<Encrypt><![CDATA[".length;
  mark("body", start, body.indexOf("]]></Encrypt>") - start);
  return { url: Buffer.from(url), body: Buffer.from(body), signed };
}

/** One wrong bit: anywhere in what the signature covers, the query as likely as the body. */
const oneWrongBit = fc
  .record({
    which: fc.nat(deliveries.length - 1),
    part: fc.constantFrom("url" as const, "body" as const),
    // Every place as likely as another; fast-check prefers the first and the last.
    where: fc.noBias(fc.nat(0xff_ffff)),
    bit: fc.nat(7),
  })
  .map(({ which, part, where, bit }) => {
    const delivery = deliveries[which] as Delivery;
    const places = delivery.signed.filter((one) => one.part === part);
    const { at } = places[where % places.length] as { at: number };
    const copy = { url: Buffer.from(delivery.url), body: Buffer.from(delivery.body) };
    copy[part].writeUInt8(copy[part].readUInt8(at) ^ (1 << bit), at);
    return { ...copy, place: `${which} ${part} ${at}` };
  });

/** An adapter without sockets. */
function inProcess() {
  const lines: Line[] = [];
  const store = new CountingStore();
  const adapter = new WeChatAdapter({
    accounts: [settingsOf(account)],
    log: collect(lines),
    store,
  });
  onTestFinished(() => adapter.close());
  let turns = 0;
  async function ask({ url, body }: { url: Buffer; body: Buffer }): Promise<Answered> {
    const answered: Answered = { status: 0, body: "", headers: {} };
    const request = {
      method: "POST",
      url: url.toString("latin1"),
      headers: {},
      body,
      complete: true,
    };
    await adapter.process(
      { ...request, socket: { destroyed: false } } as unknown as HttpRequest,
      responseInto(answered) as unknown as HttpResponse,
      async (context) => {
        turns += 1;
        await context.sendActivity("hello");
      },
    );
    return answered;
  }
  return { ask, lines, reached: () => [store.count, turns] };
}

interface Answered {
  status: number;
  body: string;
  headers: Record<string, unknown>;
}

function responseInto(answered: Answered) {
  let finished = () => {};
  return {
    destroyed: false,
    writableEnded: false,
    on(event: string, run: () => void) {
      if (event === "finish") finished = run;
    },
    writeHead(status: number, headers: Record<string, unknown>) {
      answered.status = status;
      answered.headers = headers;
    },
    end(body: string) {
      answered.body = body;
      finished();
    },
  };
}

const REFUSED = { status: 403, body: "forbidden" };
const headers = (length: number) => ({
  "Content-Type": "text/plain; charset=utf-8",
  "Content-Length": length,
  "X-Content-Type-Options": "nosniff",
  Connection: "close",
});

describe("one wrong bit in what is signed", () => {
  it(`never gets past the signature, ${RUNS} times`, async () => {
    const { ask, lines, reached } = inProcess();
    let refused = 0;
    const places = new Set<string>();
    await fc.assert(
      fc.asyncProperty(oneWrongBit, async (wrong) => {
        places.add(wrong.place);
        const answered = await ask(wrong);
        refused += 1;
        expect(answered).toEqual({ ...REFUSED, headers: headers(REFUSED.body.length) });
      }),
      { numRuns: RUNS },
    );
    expect(refused).toBe(RUNS);
    // Nearly every byte that is signed was changed somehow.
    const all = deliveries.reduce((sum, { signed }) => sum + signed.length, 0);
    expect(places.size / all).toBeGreaterThan(0.7);
    expect(vi.mocked(readPushXml)).not.toHaveBeenCalled();
    expect(vi.mocked(readPush)).not.toHaveBeenCalled();
    expect(reached()).toEqual([0, 0]);
    // Sixty thousand refusals are a few lines.
    expect(lines.length).toBeLessThan(100);
  }, 60_000);

  it("is watched by counters that do count", async () => {
    const { ask, reached } = inProcess();
    for (const delivery of deliveries) expect((await ask(delivery)).status).toBe(200);
    expect(vi.mocked(readPushXml)).toHaveBeenCalledTimes(deliveries.length);
    expect(reached()).toEqual([deliveries.length, deliveries.length]);
  });

  it(`never gets past the signature over HTTP either, ${OVER_HTTP} times`, async () => {
    vi.mocked(readPushXml).mockClear();
    const rig = await startRig([account]);
    const wrong = fc.sample(oneWrongBit, OVER_HTTP);
    const statuses: number[] = [];
    for (let i = 0; i < wrong.length; i += 50) {
      const batch = wrong.slice(i, i + 50).map(async ({ url, body }) => {
        const bytes = requestBytes("POST", url.toString("latin1"), body);
        const { text } = await speak(rig.port, [bytes]);
        statuses.push(statusOf(text));
      });
      await Promise.all(batch);
    }
    expect(statuses.length).toBe(OVER_HTTP);
    // 400 is also Node's own word for a URL that is none.
    expect(statuses.filter((status) => status !== 403 && status !== 400)).toEqual([]);
    expect(statuses.filter((status) => status === 403).length).toBeGreaterThan(OVER_HTTP / 2);
    expect(vi.mocked(readPushXml)).not.toHaveBeenCalled();
    expect([rig.arrivals(), rig.heard]).toEqual([0, []]);
  });
});
