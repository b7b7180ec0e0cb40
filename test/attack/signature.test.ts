import { describe, expect, it } from "vitest";
import {
  encrypt,
  envelope,
  post,
  sha1,
  textOf,
  textXml,
  verification,
  wireAccount,
  wrap,
} from "../helpers/wechat.ts";
import { StandingClock, startRig } from "./rig.ts";

// After its first digit nothing sorts before it, so that many splits of it verify.
const NOW = 1_759_876_543;

interface Split {
  readonly timestamp: string;
  readonly nonce: string;
}

/** Every other pair of strings that gives the same signature as a captured one. */
function resplits(token: string, captured: Split): Split[] {
  const joined = [token, captured.timestamp, captured.nonce].sort().join("");
  const found = new Map<string, Split>();
  const at = [...joined.matchAll(new RegExp(`(?=${token})`, "g"))].map(({ index }) => index);
  for (const start of at) {
    const rest = [joined.slice(0, start), joined.slice(start + token.length)];
    for (let cut = 0; cut <= joined.length - token.length; cut++) {
      // The token lies before, between or behind the two others.
      const whole = rest.join("");
      const pair: [string, string] = [whole.slice(0, cut), whole.slice(cut)];
      for (const [timestamp, nonce] of [pair, [pair[1], pair[0]] as const]) {
        if (sha1(token, timestamp, nonce) !== sha1(token, captured.timestamp, captured.nonce))
          continue;
        if (timestamp === captured.timestamp && nonce === captured.nonce) continue;
        found.set(`${timestamp} ${nonce}`, { timestamp, nonce });
      }
    }
  }
  return [...found.values()];
}

describe("a plain signature", () => {
  const account = wireAccount({ mode: "plain", token: "weixintoken" });
  // As long as a timestamp: exchanged, the two verify as well.
  const captured = { timestamp: String(NOW), nonce: "4864526562" };
  const signature = sha1(account.token, captured.timestamp, captured.nonce);

  it("fits at least 33 other splits of the same characters, of which none is accepted", async () => {
    const others = resplits(account.token, captured);
    expect(others.length).toBeGreaterThanOrEqual(33);
    const rig = await startRig([account], { clock: new StandingClock(NOW * 1_000) });
    const asks = others.map((split) => ({
      query: { ...split, signature, openid: "o1" },
      body: textXml(account, "forged"),
    }));
    const statuses = await Promise.all(asks.map(async (ask) => (await post(rig.url, ask)).status));
    expect(statuses).toEqual(others.map(() => 403));
    expect([rig.arrivals(), rig.heard]).toEqual([0, []]);
    const genuine = { query: { ...captured, signature }, body: textXml(account, "genuine") };
    expect((await post(rig.url, genuine)).status).toBe(200);
  });

  it("cannot be given fresh time by its other splits when the capture is old", async () => {
    const later = NOW + 3_600;
    const rig = await startRig([account], { clock: new StandingClock(later * 1_000) });
    const all = [captured, ...resplits(account.token, captured)];
    const answers = all.map((split) =>
      post(rig.url, { query: { ...split, signature }, body: textXml(account, "forged") }),
    );
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(all.map(() => 403));
    expect(rig.arrivals()).toBe(0);
  });
});

describe("msg_signature", () => {
  const account = wireAccount({ token: "weixintoken" });

  /** Characters moved between the ciphertext and its neighbours, so that the digest stays. */
  function forgeries(sealed: string, { timestamp, nonce }: Split): (Split & { sealed: string })[] {
    const moved: (Split & { sealed: string })[] = [];
    for (let n = 1; n <= 128; n++) {
      const head = sealed.slice(0, n);
      const tail = sealed.slice(-n);
      const shorter = sealed.slice(n);
      const cut = sealed.slice(0, -n);
      moved.push(
        { timestamp, nonce: nonce + head, sealed: shorter },
        { timestamp: timestamp + head, nonce, sealed: shorter },
        { timestamp, nonce: tail + nonce, sealed: cut },
        { timestamp: tail + timestamp, nonce, sealed: cut },
      );
      if (n < nonce.length) {
        moved.push(
          { timestamp, nonce: nonce.slice(0, -n), sealed: nonce.slice(-n) + sealed },
          { timestamp, nonce: nonce.slice(n), sealed: sealed + nonce.slice(0, n) },
          { timestamp: timestamp.slice(0, -n), nonce, sealed: timestamp.slice(-n) + sealed },
        );
      }
    }
    const digest = sha1(account.token, timestamp, nonce, sealed);
    return moved.filter(
      (one) => sha1(account.token, one.timestamp, one.nonce, one.sealed) === digest,
    );
  }

  it("has forgeries by moved characters, of which none is accepted", async () => {
    const rig = await startRig([account], { clock: new StandingClock(NOW * 1_000) });
    let forged = 0;
    const accepted: unknown[] = [];
    for (let capture = 0; capture < 24; capture++) {
      const sealed = encrypt(account, textXml(account, `capture ${capture}`));
      const stamp = { timestamp: String(NOW), nonce: String(100_000_000 + capture * 5_234_567) };
      for (const one of forgeries(sealed, stamp)) {
        forged += 1;
        const split = { timestamp: one.timestamp, nonce: one.nonce };
        const { query, body } = envelope(account, one.sealed, { ...stamp, ...split });
        expect(query.msg_signature).toBe(sha1(account.token, stamp.timestamp, stamp.nonce, sealed));
        const { status } = await post(rig.url, { query, body });
        if (status !== 403) accepted.push(one);
      }
    }
    expect(accepted).toEqual([]);
    // That many verify; were it none, nothing would have been tried.
    expect(forged).toBeGreaterThan(2_000);
    expect([rig.arrivals(), rig.heard]).toEqual([0, []]);
  });
});

describe("a query that WeChat would not write", () => {
  const account = wireAccount();

  it.each([
    ["timestamp", `${NOW}0`],
    ["timestamp", `0${NOW}`],
    ["timestamp", `${NOW}.0`],
    ["timestamp", `+${NOW}`],
    ["timestamp", ` ${NOW}`],
    ["timestamp", "0x68E5A13F"],
    ["timestamp", "NaN"],
    ["timestamp", "１７５９８７６５４３"],
    ["nonce", "1".repeat(33)],
    ["nonce", "1+1"],
    ["nonce", "1 1"],
    ["nonce", "１"],
    ["nonce", ""],
  ])("is refused for its form although its signature holds: %s %j", async (name, value) => {
    const rig = await startRig([account], { clock: new StandingClock(NOW * 1_000) });
    const stamp = { timestamp: String(NOW), nonce: "12345", [name]: value };
    const signature = sha1(account.token, stamp.timestamp, stamp.nonce);
    const sealed = encrypt(account, textXml(account, "hi"));
    expect((await post(rig.url, envelope(account, sealed, { ...stamp, signature }))).status).toBe(
      403,
    );
    const query = new URLSearchParams({ ...stamp, signature, echostr: "echo" });
    expect((await fetch(`${rig.url}?${query}`)).status).toBe(403);
    expect(rig.lines.map(({ reason }) => reason)).toEqual(["query"]);
    expect(rig.arrivals()).toBe(0);
  });
});

describe("freshness", () => {
  const account = wireAccount();

  it.each([
    [-601, 403],
    [-600, 200],
    [0, 200],
    [600, 200],
    [601, 403],
  ])("of %i seconds is answered %i", async (offset, status) => {
    const rig = await startRig([account], { clock: new StandingClock(NOW * 1_000) });
    const stamp = { timestamp: NOW + offset };
    const pushed = await post(rig.url, wrap(account, textXml(account, "hi"), stamp));
    const query = new URLSearchParams(verification(account, "echo", stamp));
    const verified = await fetch(`${rig.url}?${query}`);
    expect([pushed.status, verified.status]).toEqual([status, status]);
    expect(rig.arrivals()).toBe(status === 200 ? 1 : 0);
  });

  it("ends between two milliseconds", async () => {
    const clock = new StandingClock(NOW * 1_000 + 600_000);
    const rig = await startRig([account], { clock });
    const push = () => wrap(account, textXml(account, "hi"), { timestamp: NOW });
    expect((await post(rig.url, push())).status).toBe(200);
    clock.advance(1);
    expect((await post(rig.url, push())).status).toBe(403);
  });
});

describe("unsigned parts", () => {
  const account = wireAccount();
  const genuine = () => wrap(account, textXml(account, "hi"));

  it.each([
    ["openid", { openid: "oSomebodyElse" }],
    ["openid left out", { openid: "" }],
    ["signature", { signature: "0".repeat(40) }],
    ["signature of no shape", { signature: "zzz" }],
    ["encrypt_type", { encrypt_type: "raw" }],
    ["something new", { something: "new" }],
  ])("do not matter: %s", async (_name, change) => {
    const rig = await startRig([account]);
    const { query, body } = genuine();
    const answer = await post(rig.url, { query: { ...query, ...change }, body });
    expect(textOf(account, answer.body)).toBe("echo: hi");
    expect(rig.heard).toEqual(["hi"]);
  });

  it("do not matter: what stands around the ciphertext", async () => {
    const rig = await startRig([account]);
    const { query, body } = genuine();
    const bodies = [
      body.replaceAll("\n", "  \r\n"),
      body.replace(account.originalId, "gh_somebodyelse"),
      body.replace(/<ToUserName>.*<\/ToUserName>/, ""),
      body.replace("<![CDATA[", "").replace("]]>", ""),
      `<?xml version="1.0" encoding="utf-8"?>\n${body}`,
    ];
    for (const one of bodies) {
      const answer = await post(rig.url, { query, body: one });
      expect(textOf(account, answer.body)).toBe("echo: hi");
    }
    // One push, however often it came: a replay gets the same answer and no second turn.
    expect(rig.heard).toEqual(["hi"]);
  });

  it("do not matter: the clear copy of compatible mode", async () => {
    const both = wireAccount({ mode: "compatible" });
    const rig = await startRig([both]);
    const { query, body } = wrap(both, textXml(both, "true words"));
    const changed = body
      .replace("true words", "false words")
      .replace(/<FromUserName>.*?<\/FromUserName>/, "<FromUserName>oVictim</FromUserName>");
    expect(changed).toContain("false words");
    expect(textOf(both, (await post(rig.url, { query, body: changed })).body)).toBe(
      "echo: true words",
    );
    expect(rig.heard).toEqual(["true words"]);
  });

  it("do not matter: an Encrypt element that a follower typed, in compatible mode", async () => {
    const both = wireAccount({ mode: "compatible" });
    const rig = await startRig([both]);
    const typed = `<Encrypt>${encrypt(both, textXml(both, "forged"))}</Encrypt>`;
    await post(rig.url, wrap(both, textXml(both, typed)));
    expect(rig.heard).toEqual([typed]);
  });
});
