import { describe, expect, test } from "vitest";
import { SharedAccessToken } from "../../src/client/accessToken.ts";
import { createClient } from "../../src/client/client.ts";
import { MemoryTokens, type TokenStore } from "../../src/store/tokens.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import {
  memoryLog,
  OK,
  OPENID,
  refusal,
  ScriptedWeChat,
  SECRET,
  type Seen,
  scriptedClient,
  settled,
  TOKEN_PATH,
  tokenReply,
} from "./scripted.ts";

const MINUTE = 60_000;
const LIFE = 7_200_000;
const REMARK = "/cgi-bin/user/info/updateremark";

/** Several processes of one account: clients over one store, and a WeChat that knows its newest token. */
function processes(
  count: number,
  { life = 7_200, token = (call: number) => tokenReply(call, life) } = {},
) {
  const clock = new ManualClock();
  const tokens = new MemoryTokens({ clock });
  let refused = new Set<string>();
  let code = 40001;
  const weChat = new ScriptedWeChat(clock, (call, n) => {
    if (call.path === TOKEN_PATH) return token(n);
    return refused.has(call.query.get("access_token") ?? "") ? refusal(code) : OK;
  });
  const clients = Array.from({ length: count }, () =>
    createClient({
      appId: "wx0123456789abcdef",
      secret: SECRET,
      tokens,
      dispatcher: weChat,
      clock,
      log: memoryLog(),
    }),
  );
  return {
    clock,
    tokens,
    weChat,
    clients,
    refuse(values: readonly string[], errcode = 40001) {
      refused = new Set(values);
      code = errcode;
    },
    call: (index: number) => clients[index]?.call("user.remark", { openid: OPENID, remark: "r" }),
    refreshes: () => weChat.of(TOKEN_PATH).length,
    calls: () => weChat.of(REMARK),
  };
}

const used = (calls: readonly Seen[]) => calls.map(({ query }) => query.get("access_token"));

describe("K1: one refresh per expiry", () => {
  test("eight processes whose token is over at once refresh once, with 200 calls waiting", async () => {
    const house = processes(8);
    await settled(house.clock, house.call(0) as Promise<unknown>);
    expect(house.refreshes()).toBe(1);
    await house.clock.advance(LIFE);
    const work = Array.from({ length: 200 }, (_, n) => house.call(n % 8));
    const results = await settled(house.clock, Promise.all(work));
    expect(results).toHaveLength(200);
    expect(house.refreshes()).toBe(2);
    expect(new Set(used(house.calls().slice(1)))).toEqual(new Set(["token-2"]));
  });

  test("eight processes that start together ask once", async () => {
    const house = processes(8);
    await settled(
      house.clock,
      Promise.all(Array.from({ length: 80 }, (_, n) => house.call(n % 8))),
    );
    expect(house.refreshes()).toBe(1);
  });

  test("it is renewed early, behind the calls, once among all", async () => {
    const house = processes(8);
    const all = () =>
      settled(house.clock, Promise.all(Array.from({ length: 8 }, (_, n) => house.call(n))));
    await all();
    await house.clock.advance(LIFE - 6 * MINUTE);
    await all();
    expect(house.refreshes()).toBe(1);
    // Five minutes before the end, at most one minute later.
    await house.clock.advance(2 * MINUTE);
    await all();
    await all();
    expect(house.refreshes()).toBe(2);
    const before = house.calls().length;
    await house.clock.advance(MINUTE);
    await all();
    expect(new Set(used(house.calls().slice(before)))).toEqual(new Set(["token-2"]));
    expect(house.refreshes()).toBe(2);
  });

  test("a process notices within a minute that another has renewed", async () => {
    const house = processes(2);
    await settled(house.clock, Promise.all([house.call(0), house.call(1)]));
    house.refuse(["token-1"]);
    await settled(house.clock, house.call(0) as Promise<unknown>);
    await house.clock.advance(MINUTE);
    const before = house.calls().length;
    await settled(house.clock, house.call(1) as Promise<unknown>);
    expect(used(house.calls().slice(before))).toEqual(["token-2"]);
  });

  test("tokens that come with little life are not asked for by every call", async () => {
    const house = processes(1, { life: 200 });
    for (let n = 0; n < 20; n++) {
      await settled(house.clock, house.call(0) as Promise<unknown>);
      await house.clock.advance(1_000);
    }
    expect(house.refreshes()).toBe(1);
    await house.clock.advance(20_000);
    await settled(house.clock, house.call(0) as Promise<unknown>);
    expect(house.refreshes()).toBe(2);
  });
});

test("K2: a refresher that was frozen takes the newer token instead of writing its own", async () => {
  const clock = new ManualClock();
  const tokens = new MemoryTokens({ clock });
  let thaw = (): void => {};
  const frozen = new Promise<void>((resolve) => {
    thaw = resolve;
  });
  // The first process freezes between its answer from WeChat and its write.
  const slowTokens: TokenStore = {
    readToken: (name) => tokens.readToken(name),
    claimRefresh: (...given) => tokens.claimRefresh(...given),
    releaseRefresh: (...given) => tokens.releaseRefresh(...given),
    invalidateToken: (...given) => tokens.invalidateToken(...given),
    async writeToken(name, fence, token) {
      await frozen;
      return tokens.writeToken(name, fence, token);
    },
  };
  const weChat = new ScriptedWeChat(clock, ({ path }, n) =>
    path === TOKEN_PATH ? tokenReply(n) : OK,
  );
  const settings = { appId: "wx1", secret: SECRET, dispatcher: weChat, clock, log: memoryLog() };
  const slow = createClient({ ...settings, tokens: slowTokens });
  const quick = createClient({ ...settings, tokens });
  const request = { openid: OPENID, remark: "r" };
  const slowCall = slow.call("user.remark", request, { deadlineMs: 60_000 });
  await clock.advance(11_000);
  await settled(clock, quick.call("user.remark", request));
  thaw();
  await settled(clock, slowCall);
  expect((await tokens.readToken("wx1"))?.value).toBe("token-2");
  expect(used(weChat.of(REMARK))).toEqual(["token-2", "token-2"]);
});

describe("K3: a refused token", () => {
  test.each([40001, 40014, 42001])(
    "100 calls refused with %i: one refresh, one repeat each",
    async (code) => {
      const house = processes(1);
      await settled(house.clock, house.call(0) as Promise<unknown>);
      house.refuse(["token-1"], code);
      const results = await settled(
        house.clock,
        Promise.all(Array.from({ length: 100 }, () => house.call(0))),
      );
      expect(results).toHaveLength(100);
      expect(house.refreshes()).toBe(2);
      const tokens = used(house.calls().slice(1));
      expect(tokens.filter((one) => one === "token-1")).toHaveLength(100);
      expect(tokens.filter((one) => one === "token-2")).toHaveLength(100);
    },
  );

  test("the same in eight processes", async () => {
    const house = processes(8);
    await settled(house.clock, Promise.all(Array.from({ length: 8 }, (_, n) => house.call(n))));
    house.refuse(["token-1"]);
    const work = Array.from({ length: 80 }, (_, n) => house.call(n % 8));
    expect(await settled(house.clock, Promise.all(work))).toHaveLength(80);
    expect(house.refreshes()).toBe(2);
    expect(house.calls()).toHaveLength(8 + 160);
  });

  test("refused again, the call fails after its one repeat", async () => {
    const house = processes(1);
    house.refuse(["token-1", "token-2"]);
    const error = await settled(house.clock, house.call(0) as Promise<unknown>);
    expect(error).toMatchObject({ errcode: 40001, outcome: "refused" });
    expect(house.calls()).toHaveLength(2);
  });

  test("when WeChat gives the refused token again, calls fail without asking it each time", async () => {
    const house = processes(1, { token: () => tokenReply(1) });
    house.refuse(["token-1"]);
    for (let n = 0; n < 10; n++) {
      const error = await settled(house.clock, house.call(0) as Promise<unknown>);
      expect(error).toMatchObject({ errcode: 40001 });
    }
    expect(house.refreshes()).toBe(2);
  });

  test("refused while another process renews it early: the new one is waited for", async () => {
    const house = processes(1);
    await settled(house.clock, house.call(0) as Promise<unknown>);
    await house.clock.advance(LIFE - 4 * MINUTE);
    const name = "wx0123456789abcdef";
    const { fence = 0 } = await house.tokens.claimRefresh(name, "another process", 10_000);
    house.refuse(["token-1"]);
    const call = house.call(0) as Promise<unknown>;
    await house.clock.advance(500);
    await house.tokens.writeToken(name, fence, { value: "theirs", lifeMs: LIFE });
    expect(await settled(house.clock, call)).toMatchObject({ errcode: 0 });
    expect(used(house.calls()).slice(1)).toEqual(["token-1", "theirs"]);
    expect(house.refreshes()).toBe(1);
  });

  test("a read that began before the refusal does not bring the refused token back", async () => {
    const clock = new ManualClock();
    const tokens = new MemoryTokens({ clock });
    let slow = false;
    const store: TokenStore = {
      async readToken(name) {
        const token = await tokens.readToken(name);
        if (slow) await new Promise<void>((resolve) => void clock.after(200, resolve));
        return token;
      },
      claimRefresh: (...given) => tokens.claimRefresh(...given),
      releaseRefresh: (...given) => tokens.releaseRefresh(...given),
      writeToken: (...given) => tokens.writeToken(...given),
      invalidateToken: (...given) => tokens.invalidateToken(...given),
    };
    const settings = { name: "a", tokens: store, clock, log: memoryLog(), random: () => 0.5 };
    let count = 0;
    const fetch = async () => ({ value: `token-${++count}`, lifeMs: LIFE });
    const token = new SharedAccessToken({ ...settings, by: "p", fetch });
    expect(await token.current()).toBe("token-1");
    await clock.advance(2 * MINUTE);
    slow = true;
    const reading = token.current();
    await clock.advance(100);
    await token.refused("token-1");
    const next = token.current();
    expect(await settled(clock, Promise.all([reading, next]))).toEqual(["token-2", "token-2"]);
    expect(count).toBe(2);
  });

  test("a newer token in the store survives a late refusal of the old one", async () => {
    const house = processes(2);
    await settled(house.clock, Promise.all([house.call(0), house.call(1)]));
    house.refuse(["token-1"]);
    await settled(house.clock, house.call(0) as Promise<unknown>);
    await settled(house.clock, house.call(1) as Promise<unknown>);
    expect(house.refreshes()).toBe(2);
    expect((await house.tokens.readToken("wx0123456789abcdef"))?.value).toBe("token-2");
  });
});

/** A store that notes what it is asked. */
function notingTokens(clock: ManualClock) {
  const asked: string[] = [];
  const tokens = new Proxy(new MemoryTokens({ clock }), {
    get(target, name: keyof MemoryTokens) {
      return async (...given: never[]) => {
        asked.push(name);
        return (target[name] as (...all: never[]) => unknown).apply(target, given);
      };
    },
  });
  return { tokens, asked };
}

test("near its end a token is given at once, and one process asks the store once for all calls", async () => {
  const clock = new ManualClock();
  const { tokens, asked } = notingTokens(clock);
  const { client, weChat } = scriptedClient(
    ({ path }, n) => (path === TOKEN_PATH && n > 1 ? "stall" : undefined),
    { tokens, clock },
  );
  const call = () => settled(clock, client.call("user.remark", { openid: OPENID, remark: "r" }));
  await call();
  await clock.advance(LIFE - 4 * MINUTE);
  asked.length = 0;
  for (let n = 0; n < 50; n++) expect(await call()).toMatchObject({ errcode: 0 });
  expect(asked).toEqual(["readToken", "claimRefresh"]);
  expect(weChat.of(TOKEN_PATH)).toHaveLength(2);
});

test("calls that wait together ask the store once", async () => {
  const clock = new ManualClock();
  const { tokens, asked } = notingTokens(clock);
  const { client } = scriptedClient(() => undefined, { tokens, clock });
  const call = () => client.call("user.remark", { openid: OPENID, remark: "r" });
  await settled(clock, Promise.all(Array.from({ length: 100 }, call)));
  expect(asked).toEqual(["readToken", "claimRefresh", "writeToken"]);
});

describe("K4: a refresh that fails", () => {
  test("its failure is told to all who wait, and to those who come soon after, by one call", async () => {
    const { clock, client, weChat } = scriptedClient(({ path }) =>
      path === TOKEN_PATH ? refusal(40125) : undefined,
    );
    const call = () => client.call("user.remark", { openid: OPENID, remark: "r" });
    const all = await settled(clock, Promise.allSettled(Array.from({ length: 100 }, call)));
    expect(all).toHaveLength(100);
    expect(await settled(clock, call())).toMatchObject({ errcode: 40125, outcome: "not-sent" });
    expect(weChat.of(TOKEN_PATH)).toHaveLength(1);
    // Half of the first second at least.
    await clock.advance(1_000);
    await settled(clock, call());
    expect(weChat.of(TOKEN_PATH)).toHaveLength(2);
  });

  test("a process that failed lets the next one try at once", async () => {
    const house = processes(2, { token: (n) => (n === 1 ? refusal(40164) : tokenReply(n)) });
    expect(await settled(house.clock, house.call(0) as Promise<unknown>)).toBeInstanceOf(Error);
    const before = house.clock.now();
    expect(await settled(house.clock, house.call(1) as Promise<unknown>)).toMatchObject({
      errcode: 0,
    });
    expect(house.clock.now()).toBe(before);
  });

  test("60 s without the token endpoint in the overlap: no call fails, and the renewal comes", async () => {
    let down = false;
    const { clock, client, weChat } = scriptedClient(({ path }) =>
      path === TOKEN_PATH && down ? "cut" : undefined,
    );
    const call = () => settled(clock, client.call("user.remark", { openid: OPENID, remark: "r" }));
    await call();
    await clock.advance(LIFE - 4 * MINUTE);
    down = true;
    for (let second = 0; second < 60; second++) {
      expect(await call()).toMatchObject({ errcode: 0 });
      await clock.advance(1_000);
    }
    down = false;
    const during = weChat.of(TOKEN_PATH).length;
    // Tried again and again, but not by every call.
    expect(during).toBeGreaterThan(3);
    expect(during).toBeLessThan(30);
    await clock.advance(MINUTE);
    await call();
    await call();
    expect(used(weChat.of(REMARK)).at(-1)).toBe(`token-${weChat.of(TOKEN_PATH).length}`);
  });

  test("it never stops for ever: after a long outage the next call gets a token", async () => {
    let down = true;
    const { clock, client } = scriptedClient(({ path }) =>
      path === TOKEN_PATH && down ? refusal(-1) : undefined,
    );
    const call = () => settled(clock, client.call("user.remark", { openid: OPENID, remark: "r" }));
    for (let n = 0; n < 200; n++) {
      expect(await call()).toMatchObject({ code: "api-no-token", outcome: "not-sent" });
      await clock.advance(10_000);
    }
    down = false;
    await clock.advance(60_000);
    expect(await call()).toMatchObject({ errcode: 0 });
  });

  test("a store that is away does not stop calls while the known token lives", async () => {
    const clock = new ManualClock();
    const tokens = new MemoryTokens({ clock });
    let away = false;
    const flaky = new Proxy(tokens, {
      get(target, name: keyof MemoryTokens) {
        return async (...given: never[]) => {
          if (away) throw new Error("the store is away");
          return (target[name] as (...all: never[]) => unknown).apply(target, given);
        };
      },
    });
    const weChat = new ScriptedWeChat(clock, ({ path }, n) =>
      path === TOKEN_PATH ? tokenReply(n) : OK,
    );
    const settings = { appId: "wx1", secret: SECRET, dispatcher: weChat, clock, log: memoryLog() };
    const client = createClient({ ...settings, tokens: flaky });
    const call = () => settled(clock, client.call("user.remark", { openid: OPENID, remark: "r" }));
    await call();
    away = true;
    await clock.advance(30 * MINUTE);
    expect(await call()).toMatchObject({ errcode: 0 });
    await clock.advance(LIFE);
    expect(await call()).toMatchObject({ code: "api-no-token", outcome: "not-sent" });
    away = false;
    expect(await call()).toMatchObject({ errcode: 0 });
  });
});

test("the plain source asks /cgi-bin/token, under a name of its own", async () => {
  const clock = new ManualClock();
  const tokens = new MemoryTokens({ clock });
  const { client, weChat } = scriptedClient(
    ({ path }) => (path === "/cgi-bin/token" ? tokenReply(9) : undefined),
    { tokens, clock, tokenSource: "plain" },
  );
  await settled(clock, client.call("user.remark", { openid: OPENID, remark: "r" }));
  expect(weChat.of(TOKEN_PATH)).toHaveLength(0);
  const [call] = weChat.of("/cgi-bin/token");
  expect(call?.query.get("grant_type")).toBe("client_credential");
  expect(await tokens.readToken("wx0123456789abcdef plain")).toMatchObject({ value: "token-9" });
  expect(await tokens.readToken("wx0123456789abcdef")).toBeUndefined();
});
