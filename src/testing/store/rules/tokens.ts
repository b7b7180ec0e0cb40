import type { Check } from "../bench.ts";
import { expect } from "../expect.ts";

const HOUR = 3_600_000;

/** Access tokens that several processes share: one refreshes, the others wait for it. */
export function tokenRules(check: Check): void {
  check("a token is there for its life, to the millisecond", async (b) => {
    const { tokens } = b.store;
    expect(await tokens.readToken("a")).toBeUndefined();
    const { fence = 0 } = await tokens.claimRefresh("a", "p1", 10_000);
    expect(await tokens.writeToken("a", fence, { value: "t1", lifeMs: HOUR })).toBe(true);
    await b.advance(HOUR - 1);
    expect(await b.other.tokens.readToken("a")).toEqual({ value: "t1", leftMs: 1 });
    await b.advance(1);
    expect(await tokens.readToken("a")).toBeUndefined();
    expect(await tokens.readToken("b")).toBeUndefined();
  });

  check("one right to refresh at a time; writing gives it back", async (b) => {
    const { tokens } = b.store;
    const first = await tokens.claimRefresh("a", "p1", 10_000);
    expect(first).toEqual({ token: undefined, fence: first.fence, waitMs: 0 });
    expect(first.fence).toBeGreaterThan(0);
    await b.advance(4_000);
    expect(await b.other.tokens.claimRefresh("a", "p2", 10_000)).toEqual({
      token: undefined,
      waitMs: 6_000,
    });
    expect((await tokens.claimRefresh("b", "p2", 10_000)).fence).toBeDefined();
    await tokens.writeToken("a", first.fence as number, { value: "t1", lifeMs: HOUR });
    const next = await tokens.claimRefresh("a", "p2", 10_000);
    expect(next.fence).toBeGreaterThan(first.fence as number);
    expect(next.token).toEqual({ value: "t1", leftMs: HOUR });
  });

  check("a right ends by itself, and can be given back unused", async (b) => {
    const { tokens } = b.store;
    await tokens.claimRefresh("a", "p1", 10_000);
    await b.advance(10_000);
    const second = await tokens.claimRefresh("a", "p2", 10_000);
    expect(second.fence).toBeDefined();
    await tokens.releaseRefresh("a", second.fence as number);
    expect((await tokens.claimRefresh("a", "p3", 10_000)).fence).toBeDefined();
  });

  check(
    "a slow old refresher cannot overwrite a newer token, nor give away a newer right",
    async (b) => {
      const { tokens } = b.store;
      const slow = (await tokens.claimRefresh("a", "p1", 10_000)).fence as number;
      await b.advance(10_000);
      const quick = (await tokens.claimRefresh("a", "p2", 10_000)).fence as number;
      expect(await tokens.writeToken("a", slow, { value: "old", lifeMs: HOUR })).toBe(false);
      await tokens.releaseRefresh("a", slow);
      expect((await tokens.claimRefresh("a", "p3", 10_000)).fence).toBeUndefined();
      expect(await tokens.writeToken("a", quick, { value: "new", lifeMs: HOUR })).toBe(true);
      expect(await tokens.writeToken("a", slow, { value: "old", lifeMs: HOUR })).toBe(false);
      expect((await tokens.readToken("a"))?.value).toBe("new");
    },
  );

  check("only the refused token is invalidated, and fences go on rising", async (b) => {
    const { tokens } = b.store;
    const first = (await tokens.claimRefresh("a", "p1", 10_000)).fence as number;
    await tokens.writeToken("a", first, { value: "t1", lifeMs: HOUR });
    expect(await tokens.invalidateToken("a", "t0")).toBe(false);
    expect((await tokens.readToken("a"))?.value).toBe("t1");
    expect(await tokens.invalidateToken("a", "t1")).toBe(true);
    expect(await tokens.invalidateToken("a", "t1")).toBe(false);
    expect(await tokens.readToken("a")).toBeUndefined();
    expect((await tokens.claimRefresh("a", "p1", 10_000)).fence).toBeGreaterThan(first);
  });

  check("invalidating takes nobody's right away", async (b) => {
    const { tokens } = b.store;
    const first = (await tokens.claimRefresh("a", "p1", 10_000)).fence as number;
    await tokens.writeToken("a", first, { value: "t1", lifeMs: HOUR });
    const second = (await tokens.claimRefresh("a", "p1", 10_000)).fence as number;
    await tokens.invalidateToken("a", "t1");
    expect((await tokens.claimRefresh("a", "p2", 10_000)).fence).toBeUndefined();
    expect(await tokens.writeToken("a", second, { value: "t2", lifeMs: HOUR })).toBe(true);
  });
}
