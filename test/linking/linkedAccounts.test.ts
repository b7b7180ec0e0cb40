import { expect, test } from "vitest";
import type { Account } from "../../src/adapter/accounts/account.ts";
import { openAccount } from "../../src/adapter/accounts/account.ts";
import { LinkedAccounts } from "../../src/adapter/accounts/linking/linkedAccounts.ts";
import { Authorisations } from "../../src/client/authorisations.ts";
import { createComponentClient } from "../../src/client/component.ts";
import { readNotice } from "../../src/protocol/notice.ts";
import { readXml } from "../../src/protocol/xml.ts";
import { authorise, withdraw } from "../../src/simulator/actions/authorising.ts";
import type { AccountOptions } from "../../src/simulator/world/account.ts";
import type { ComponentOptions } from "../../src/simulator/world/component.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { memoryLog } from "../client/scripted.ts";
import { MINUTE, openBox } from "../simulator/box.ts";

const SETS = [1, 2, 3, 7, 15];

/** A simulated platform whose notices reach our side at once, and processes that share a store. */
async function openTown(settings: ComponentOptions = {}, account: AccountOptions = {}) {
  const waiting: string[] = [];
  const box = await openBox(account, {
    components: [{ sets: SETS, ...settings }],
    push: { event: () => {}, notice: ({ xml }) => waiting.push(xml) },
  });
  const [component] = box.platform.world.components.values();
  if (component === undefined) throw new Error("no component");
  const { appId, appSecret: secret } = component.settings;
  const store = new MemoryStore({ clock: box.clock });
  function start() {
    const accounts = new Map<string, Account>();
    const log = memoryLog();
    const client = createComponentClient({
      appId,
      secret,
      tokens: store.tokens,
      authorisations: new Authorisations(store, appId),
      apiBase: box.simulator.url,
      clock: box.clock,
      log,
    });
    const linked = new LinkedAccounts({
      component: client,
      accounts,
      clock: box.clock,
      log,
      needs: ["customer-service"],
      open: ({ appId, facts }, customerService) =>
        openAccount({ appId, token: "token", originalId: facts?.originalId, customerService }),
    });
    return { linked, accounts, client };
  }
  const ours = start();
  /** Delivers the notices that WeChat has pushed. */
  async function hear(by = ours): Promise<void> {
    for (const xml of waiting.splice(0)) await by.linked.hear(readNotice(readXml(xml)));
  }
  async function agree(sets = SETS): Promise<string> {
    box.platform.pushTicket(appId);
    await hear();
    const page = await ours.client.authorisationPage({ redirectUri: "https://we.example/" });
    const code = new URL(page).searchParams.get("pre_auth_code") ?? "";
    return authorise(box.platform, appId, box.appId, sets, code);
  }
  return Object.assign(box, { ours, start, hear, agree, component });
}

test("an account that agreed is linked, checked and among the road's accounts", async () => {
  await using town = await openTown();
  await town.agree();
  await town.hear();
  expect(await town.ours.linked.list()).toEqual([
    {
      appId: town.appId,
      since: town.clock.now(),
      link: expect.objectContaining({ state: "linked", findings: [] }),
      facts: expect.objectContaining({ originalId: town.account.settings.originalId }),
      settings: {},
    },
  ]);
  expect(town.ours.accounts.get(town.appId)).toMatchObject({ customerService: "auto" });
});

test("the page and the notice bring the same code: both succeed, whoever is first", async () => {
  await using town = await openTown();
  const code = await town.agree();
  const [, back] = await Promise.all([town.hear(), town.ours.linked.agreed(code)]);
  expect(back.link.state).toBe("linked");
  expect(await town.ours.linked.list()).toHaveLength(1);
});

test("an unverified account shows its limits at once", async () => {
  await using town = await openTown({}, { verified: false });
  await town.agree();
  await town.hear();
  const [account] = await town.ours.linked.list();
  expect(account?.link).toMatchObject({ state: "limited", findings: ["unverified"] });
  expect(town.ours.accounts.get(town.appId)?.customerService).toBe(false);
});

test("a set that was not granted, or waits for a confirmation, is said before a message fails", async () => {
  await using town = await openTown({ needConfirm: [1] });
  await town.agree([1, 15]);
  await town.hear();
  const [unconfirmed] = await town.ours.linked.list();
  expect(unconfirmed?.link.findings).toEqual(["permission-unconfirmed"]);
  await town.agree([15]);
  await town.hear();
  const [missing] = await town.ours.linked.list();
  expect(missing?.link.findings).toEqual(["permission-missing"]);
});

test("a refusal that speaks of the account marks it, others do not", async () => {
  await using town = await openTown();
  await town.agree();
  await town.hear();
  await town.ours.linked.refused(town.appId, 45015);
  expect((await town.ours.linked.list())[0]?.link.state).toBe("linked");
  await town.ours.linked.refused(town.appId, 61016);
  expect((await town.ours.linked.list())[0]?.link).toMatchObject({
    state: "limited",
    findings: ["permission-unconfirmed"],
  });
});

test("after the owner's withdrawal no push is taken; a new authorisation mends it", async () => {
  await using town = await openTown();
  await town.agree();
  await town.hear();
  withdraw(town.platform, town.component.settings.appId, town.appId);
  await town.hear();
  expect(await town.ours.linked.find(town.appId)).toBeUndefined();
  expect((await town.ours.linked.list())[0]?.link.state).toBe("withdrawn");
  const token =
    town.ours.accounts.get(town.appId)?.accessToken ?? town.ours.client.tokenOf(town.appId);
  await expect(token.current()).rejects.toMatchObject({ errcode: 61003 });
  await town.agree();
  await town.hear();
  expect(await town.ours.linked.find(town.appId)).toBeDefined();
});

test("another process sees a link at once, and its end within a minute", async () => {
  await using town = await openTown();
  await town.agree();
  await town.hear();
  const other = town.start();
  expect(await other.linked.find(town.appId)).toBeDefined();
  withdraw(town.platform, town.component.settings.appId, town.appId);
  await town.hear();
  expect(await other.linked.find(town.appId)).toBeDefined();
  await town.clock.advance(MINUTE);
  expect(await other.linked.find(town.appId)).toBeUndefined();
});

test("what an operator sets for one account holds in every process", async () => {
  await using town = await openTown();
  await town.agree();
  await town.hear();
  await town.ours.linked.set(town.appId, { locale: "en" });
  expect((await town.start().linked.list())[0]?.settings).toEqual({ locale: "en" });
});

test("an unlinked account is forgotten", async () => {
  await using town = await openTown();
  await town.agree();
  await town.hear();
  await town.ours.linked.unlink(town.appId);
  expect(await town.ours.linked.list()).toEqual([]);
  expect(town.ours.accounts.size).toBe(0);
});
