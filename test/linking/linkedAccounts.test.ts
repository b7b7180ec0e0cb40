import { expect, test } from "vitest";
import { withdraw } from "../../src/simulator/actions/authorising.ts";
import { MINUTE } from "../simulator/box.ts";
import { openLinkTown as openTown } from "./linkTown.ts";

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
