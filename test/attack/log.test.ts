import { describe, expect, it, vi } from "vitest";
import { Refusals } from "../../src/adapter/receive/refusals.ts";
import { Refused } from "../../src/errors.ts";
import { stderrLog } from "../../src/log.ts";
import { post, textXml, verification, wireAccount, wrap } from "../helpers/wechat.ts";
import { ACCOUNTS, CAUSES } from "./causes.ts";
import { once } from "./raw.ts";
import { collect, type Line, StandingClock, startRig } from "./rig.ts";

const MINUTE_MS = 60_000;

describe("a flood of refusals", () => {
  function watch() {
    const lines: Line[] = [];
    const clock = new StandingClock(0);
    const refusals = new Refusals(collect(lines), clock);
    const counts = () => lines.map(({ reason, passedOver }) => [reason, passedOver]);
    return { refusals, clock, counts, lines };
  }
  const forged = new Refused("signature", "forged");

  it("is one line per reason in ten seconds, and then the count of the others", () => {
    const { refusals, clock, counts } = watch();
    for (let i = 0; i < 1_000; i++) refusals.note(forged);
    refusals.note(new Refused("xml", "malformed"));
    expect(counts()).toEqual([
      ["signature", undefined],
      ["xml", undefined],
    ]);
    clock.advance(9_999);
    expect(counts().length).toBe(2);
    clock.advance(1);
    expect(counts().slice(2)).toEqual([["signature", 999]]);
    refusals.note(forged);
    clock.advance(9_999);
    expect(counts().length).toBe(3);
    clock.advance(1);
    expect(counts().slice(3)).toEqual([["signature", 1]]);
  });

  it("is forgotten when it is over", () => {
    const { refusals, clock, counts } = watch();
    refusals.note(forged);
    clock.advance(10_000);
    refusals.note(forged);
    expect(counts()).toEqual([
      ["signature", undefined],
      ["signature", undefined],
    ]);
  });

  it("stays a few lines over HTTP", async () => {
    const clock = new StandingClock();
    const rig = await startRig(ACCOUNTS, { clock });
    const [cause] = CAUSES;
    for (let i = 0; i < 50; i++) await once(rig.port, cause?.bytes() as Buffer);
    expect(rig.lines.length).toBe(1);
    clock.advance(10_000);
    expect(rig.lines[1]).toMatchObject({ level: "warn", reason: "query", passedOver: 49 });
  });
});

describe("a clock that is wrong", () => {
  const account = wireAccount();
  const hints = (lines: readonly Line[]) => lines.filter(({ reason }) => reason === "clock");

  it.each([
    [-47, "Your clock is 47 minutes behind WeChat's, so every delivery is refused: set it."],
    [80, "Your clock is 80 minutes ahead of WeChat's, so every delivery is refused: set it."],
  ])("by %i minutes is named once", async (minutes, message) => {
    const clock = new StandingClock(Date.now() + minutes * MINUTE_MS);
    const rig = await startRig([account], { clock });
    const push = () => post(rig.url, wrap(account, textXml(account, "hi")));
    await push();
    await push();
    expect(hints(rig.lines)).toEqual([]);
    for (let i = 0; i < 5; i++) await push();
    expect(hints(rig.lines)).toEqual([
      { level: "error", reason: "clock", minutes: Math.abs(minutes), message },
    ]);
  });

  it("is seen in address verifications as well", async () => {
    const rig = await startRig([account], {
      clock: new StandingClock(Date.now() + 20 * MINUTE_MS),
    });
    for (let i = 0; i < 3; i++) {
      const query = verification(account, "1", { nonce: `1${i}` });
      await fetch(`${rig.url}?${new URLSearchParams(query)}`);
    }
    expect(hints(rig.lines).length).toBe(1);
  });

  it("is not suspected for a replay, a forgery, or stale ones among fresh ones", async () => {
    const clock = new StandingClock(Date.now() + 20 * MINUTE_MS);
    const rig = await startRig([account], { clock });
    const replay = wrap(account, textXml(account, "hi"));
    for (let i = 0; i < 5; i++) await post(rig.url, replay);
    for (let i = 0; i < 5; i++) {
      const { query, body } = wrap(account, textXml(account, "hi"));
      await post(rig.url, { query: { ...query, nonce: `${i}` }, body });
    }
    for (let i = 0; i < 3; i++) {
      const timestamp = Math.floor(clock.now() / 1_000);
      await post(rig.url, wrap(account, textXml(account, "hi"), { timestamp }));
      await post(rig.url, wrap(account, textXml(account, "hi")));
      await post(rig.url, wrap(account, textXml(account, "hi")));
    }
    expect(rig.heard.length).toBe(3);
    expect(hints(rig.lines)).toEqual([]);
  });

  it("is named again when it was right meanwhile", async () => {
    const clock = new StandingClock(Date.now() + 20 * MINUTE_MS);
    const rig = await startRig([account], { clock });
    const stale = () => post(rig.url, wrap(account, textXml(account, "hi")));
    for (let i = 0; i < 3; i++) await stale();
    const timestamp = Math.floor(clock.now() / 1_000);
    await post(rig.url, wrap(account, textXml(account, "hi"), { timestamp }));
    for (let i = 0; i < 3; i++) await stale();
    expect(hints(rig.lines).length).toBe(2);
  });
});

describe("the log", () => {
  it("has nothing that a sender wrote, and no secret", async () => {
    const canary = "CANARY7777";
    const account = wireAccount();
    const rig = await startRig([account, ...ACCOUNTS]);
    const push = wrap(account, `${textXml(account, canary)}<${canary}>`);
    await post(`${rig.url}/${account.appId}`, push);
    await post(`${rig.url}/${canary}`, push);
    await post(`${rig.url}/${account.appId}?${canary}=1&echostr=${canary}`, push);
    await post(`${rig.url}/${account.appId}`, { query: push.query, body: canary });
    for (const { bytes } of CAUSES) await once(rig.port, bytes());
    const all = JSON.stringify(rig.lines);
    expect(rig.lines.length).toBeGreaterThan(8);
    const secrets = ACCOUNTS.concat(account).flatMap((one) => [one.token, one.encodingAESKey]);
    expect([canary, ...secrets].filter((secret) => all.includes(secret))).toEqual([]);
  });

  it("keeps each record on one line, of bounded length, without control characters", () => {
    const written: string[] = [];
    const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    try {
      const error = `a\nb\r\u0085\u2028\u2029\u009b2J\u001b[2J\u007f${"x".repeat(100_000)}`;
      stderrLog.error({ error }, "said\nby a follower");
    } finally {
      spy.mockRestore();
    }
    const text = written.join("");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    expect(text.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
    expect(text.length).toBeLessThan(5_000);
    expect(JSON.parse(text)).toMatchObject({ level: "error", message: "said\nby a follower" });
    expect(JSON.parse(text).error).toMatch(/^a\nb\r\u0085\u2028\u2029\u009b2J/);
  });
});
