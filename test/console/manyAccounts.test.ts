import { expect, test } from "vitest";
import { Authorisations } from "../../src/client/authorisations.ts";
import { createClient } from "../../src/client/client.ts";
import { createComponentClient } from "../../src/client/component.ts";
import { authorise } from "../../src/simulator/actions/authorising.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import type { TokenStore } from "../../src/store/tokens.ts";
import { memoryLog } from "../client/scripted.ts";
import { openBox } from "../simulator/box.ts";
import { openConsoleRig, SETS } from "./rig.ts";

const ACCOUNTS = 100;
const MINUTE = 60_000;

test("100 accounts, four processes: one refresh per account and expiry, and not all at once", async () => {
  await using box = await openBox({}, { components: [{ sets: SETS }] });
  const { platform, clock } = box;
  const [component] = platform.world.components.values();
  if (component === undefined) throw new Error("no component");
  const { appId, appSecret: secret } = component.settings;
  const store = new MemoryStore({ clock });
  const shared = { apiBase: box.simulator.url, clock, log: memoryLog() };
  const { tokens, refreshing } = watched(store.tokens);
  const processes = Array.from({ length: 4 }, () =>
    createComponentClient({
      ...{ ...shared, appId, secret, tokens },
      authorisations: new Authorisations(store, appId),
    }),
  );
  const [first] = processes;
  if (first === undefined) throw new Error("no process");
  const ticket = async () => {
    platform.pushTicket(appId);
    await first.keepTicket(component.tickets.at(-1)?.ticket ?? "");
  };
  await ticket();
  const names: string[] = [];
  for (let n = 0; n < ACCOUNTS; n++) {
    const { appId: account } = platform.addAccount({ name: `Account ${n}` }).settings;
    const page = new URL(await first.authorisationPage({ redirectUri: "https://we.example/" }));
    const code = page.searchParams.get("pre_auth_code") ?? "";
    await first.redeem(authorise(platform, appId, account, SETS, code));
    names.push(account);
  }
  const calling = processes.map((one) =>
    names.map((account) =>
      createClient({ ...shared, appId: account, secret: "", accessToken: one.tokenOf(account) }),
    ),
  );
  // For an hour and a half nothing is near its end.
  for (let minute = 0; minute < 90; minute += 10) {
    await clock.advance(10 * MINUTE);
    await ticket();
  }
  // Then every process calls for every account each five minutes, until every token has ended once.
  const refreshes = () =>
    platform.timeline
      .of("api.called")
      .filter(({ path, at }) => path.endsWith("api_authorizer_token") && at > began);
  const began = clock.now();
  const failed: unknown[] = [];
  for (let minute = 90; minute < 125; minute += 5) {
    if (minute % 10 === 0) await ticket();
    const round = Promise.all(
      calling.flat().map(async (client) => {
        await client.call("user.list", {}).catch((error) => failed.push(error));
      }),
    );
    let over = false;
    void round.then(() => {
      over = true;
    });
    for (let n = 0; n < 200 && !over; n++) await clock.advance(20);
    await round;
    // Renewals that nobody waits for: their five minutes must not pass while they are on their way.
    await expect.poll(() => refreshing.size, { timeout: 30_000 }).toBe(0);
    await clock.advance(5 * MINUTE);
  }
  expect(failed).toEqual([]);
  const all = refreshes();
  const perAccount = new Map<string, number>();
  for (const { body } of all) {
    const account = /wx\w{16}(?=[^{}]*authorizer_refresh_token|")/g;
    for (const [name] of (body ?? "").matchAll(account)) {
      if (name !== appId) perAccount.set(name, (perAccount.get(name) ?? 0) + 1);
    }
  }
  expect(perAccount.size).toBe(ACCOUNTS);
  expect(new Set(perAccount.values())).toEqual(new Set([1]));
  // How many of them fall into the busiest five minutes.
  const rounds = new Map<number, number>();
  for (const { at } of all) {
    const round = Math.floor((at - began) / (5 * MINUTE));
    rounds.set(round, (rounds.get(round) ?? 0) + 1);
  }
  console.log(`refreshes by round: ${JSON.stringify([...rounds])}`);
  expect(Math.max(...rounds.values())).toBeLessThan(ACCOUNTS / 2);
}, 60_000);

test("the list of 100 accounts is told quickly", async () => {
  const rig = await openConsoleRig();
  const first = await rig.link({ name: "Account 0" });
  const { authorisations } = rig.adapter.linking.component;
  const like = await authorisations.read(first.appId);
  if (like === undefined) throw new Error("not linked");
  for (let n = 1; n < ACCOUNTS; n++) {
    const appId = `wx${String(n).padStart(16, "0")}`;
    await authorisations.update(appId, () => ({ ...like, appId }));
  }
  const { get } = await rig.enter();
  const session = async () => void (await get("/api/session"));
  const list = async () => {
    expect((await get("/api/accounts")).body).toHaveLength(ACCOUNTS);
  };
  const [little, much] = [await medianMs(session), await medianMs(list)];
  console.log(`100 accounts: the list takes ${much} ms, the least that is asked ${little} ms`);
  expect(much).toBeLessThan(Math.max(100, 30 * little));
}, 60_000);

/** The same tokens, and which of them are being refreshed. */
function watched(tokens: TokenStore) {
  const refreshing = new Set<string>();
  const watching: TokenStore = {
    readToken: (name) => tokens.readToken(name),
    async claimRefresh(name, by, leaseMs) {
      const claim = await tokens.claimRefresh(name, by, leaseMs);
      if (claim.fence !== undefined) refreshing.add(name);
      return claim;
    },
    writeToken(name, fence, token) {
      refreshing.delete(name);
      return tokens.writeToken(name, fence, token);
    },
    releaseRefresh(name, fence) {
      refreshing.delete(name);
      return tokens.releaseRefresh(name, fence);
    },
    invalidateToken: (name, value) => tokens.invalidateToken(name, value),
  };
  return { tokens: watching, refreshing };
}

/** Of nine. */
async function medianMs(run: () => Promise<void>): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < 9; n++) {
    const before = performance.now();
    await run();
    took.push(performance.now() - before);
  }
  return Math.round((took.sort((a, b) => a - b)[4] ?? 0) * 10) / 10;
}
