import { expect, test } from "vitest";
import { RateLimits } from "../../src/adapter/receive/rateLimit.ts";
import { ACCOUNT, seconds, testRoad, textPush } from "../helpers/road.ts";

test("outgoing text is moderated before it is recorded: changed, withheld, or made longer", async () => {
  const asked: string[] = [];
  let withheld = "";
  const moderate = async (text: string, { openid }: { readonly openid: string }) => {
    asked.push(`${openid} ${text}`);
    if (text === "secret") return undefined;
    return text === "long" ? "字。".repeat(450) : text.replace("damn", "d***");
  };
  const road = await testRoad(
    async (context) => {
      const said = await context.sendActivity(context.activity.text);
      if (context.activity.text === "secret") withheld = said?.id ?? "";
    },
    { accounts: [{ ...ACCOUNT, moderate }] },
  );
  expect((await road.says("damn it")).text).toBe("d*** it");
  expect((await road.says("secret")).tries.at(-1)?.body).toBe("success");
  expect(withheld).toMatch(/:withheld$/);
  expect((await road.says("long")).text).toContain("继续");
  expect((await road.says("继续")).text).toMatch(/字。$/);
  expect(asked).toEqual(["oMei damn it", "oMei secret", "oMei long"]);
});

test("a moderator that throws fails the turn: nothing unseen gets out", async () => {
  const moderate = () => {
    throw new Error("the moderator is down");
  };
  const road = await testRoad(async (context) => void (await context.sendActivity("unchecked")), {
    accounts: [{ ...ACCOUNT, moderate }],
  });
  expect((await road.says("hi")).text).toContain("抱歉");
});

test("above its rate a follower gets one polite notice, and the bot does not run", async () => {
  let runs = 0;
  const rateLimit = { pushes: 2, perMs: 60_000 };
  const road = await testRoad(
    async (context) => {
      runs += 1;
      await context.sendActivity("ok");
    },
    { accounts: [{ ...ACCOUNT, rateLimit }] },
  );
  const seen = [];
  for (let i = 0; i < 4; i++) seen.push((await road.says("hi")).text);
  expect(seen.slice(0, 2)).toEqual(["ok", "ok"]);
  expect(seen[2]).toContain("太快");
  expect(seen[3]).toBeUndefined();
  expect((await road.says("hi", "oWang")).text).toBe("ok");
  expect(runs).toBe(3);
});

test("later deliveries of one push count once", async () => {
  const road = await testRoad(
    async (context) => {
      await seconds(7);
      await context.sendActivity("slowly");
    },
    { accounts: [{ ...ACCOUNT, rateLimit: { pushes: 1, perMs: 60_000 } }] },
  );
  const seen = await road.push(textPush("hi"));
  expect(seen.tries.length).toBeGreaterThan(1);
  expect(seen.text).toBe("slowly");
});

const A = { appId: "wxA", openid: "oMei" };
const B = { appId: "wxB", openid: "oMei" };

test("the notice is said once per time, and what is long over is forgotten", () => {
  const limits = new RateLimits();
  const limit = { pushes: 1, perMs: 100 };
  expect(limits.admits(A, "1", limit, 0)).toBe("yes");
  expect(limits.admits(A, "2", limit, 10)).toBe("notice");
  expect(limits.admits(A, "2", limit, 20)).toBe("notice");
  expect(limits.admits(A, "3", limit, 30)).toBe("no");
  expect(limits.admits(A, "1", limit, 40)).toBe("yes");
  expect(limits.admits(A, "4", limit, 101)).toBe("yes");
});

test("the time of one account does not end another's", () => {
  const limits = new RateLimits();
  const strict = { pushes: 1, perMs: 60_000 };
  const lenient = { pushes: 9, perMs: 1 };
  expect(limits.admits(A, "a1", strict, 0)).toBe("yes");
  for (let n = 1; n < 8; n++) {
    expect(limits.admits(B, `b${n}`, lenient, n * 5_000)).toBe("yes");
    expect(limits.admits(A, `a${n + 1}`, strict, n * 5_000 + 1)).toBe(n === 1 ? "notice" : "no");
  }
});

test("every refused push stays refused when WeChat delivers it again, and every admitted one admitted", () => {
  const limits = new RateLimits();
  // Shorter than the time between two deliveries of a push.
  const limit = { pushes: 2, perMs: 1_000 };
  const said = ["1", "2", "3", "4", "5"].map((key, n) => limits.admits(A, key, limit, n));
  expect(said).toEqual(["yes", "yes", "notice", "no", "no"]);
  for (const at of [5_000, 10_000, 16_000]) {
    const again = ["1", "2", "3", "4", "5"].map((key, n) => limits.admits(A, key, limit, at + n));
    expect(again).toEqual(said);
  }
});

test("a flood does not push out what was admitted, and its notice is said once", () => {
  const limits = new RateLimits();
  const limit = { pushes: 1, perMs: 60_000 };
  expect(limits.admits(A, "first", limit, 0)).toBe("yes");
  const said = Array.from({ length: 5_000 }, (_, n) => limits.admits(A, `${n}`, limit, n));
  expect(said.filter((one) => one === "notice")).toHaveLength(1);
  expect(said).not.toContain("yes");
  expect(limits.admits(A, "first", limit, 5_000)).toBe("yes");
  expect(limits.admits(A, "4950", limit, 5_001)).toBe("no");
});
