import { expect, test } from "vitest";
import { authorise, withdraw } from "../../src/simulator/actions/authorising.ts";
import { MINUTE, SECOND } from "../simulator/box.ts";
import { openLinkTown, SETS } from "./linkTown.ts";

type Town = Awaited<ReturnType<typeof openLinkTown>>;

const state = async (town: Town) => (await town.ours.linked.list())[0]?.link.state;
const withdraws = (town: Town) =>
  withdraw(town.platform, town.component.settings.appId, town.appId);
const calls = (town: Town) => town.platform.timeline.of("api.called").length;

test("a withdrawal that is sent again does not withdraw the account that authorised anew", async () => {
  await using town = await openLinkTown();
  for (const apart of [0, 30 * SECOND]) {
    await town.agree();
    await town.hear();
    await town.clock.advance(apart);
    withdraws(town);
    const [caught = ""] = await town.hear();
    expect(await state(town)).toBe("withdrawn");
    await town.clock.advance(apart);
    await town.agree();
    await town.hear();
    expect(await state(town)).toBe("linked");
    await town.again(caught);
    expect(await state(town)).toBe("linked");
    expect(await town.ours.linked.find(town.appId)).toBeDefined();
    const before = calls(town);
    await town.ours.client.tokenOf(town.appId).current();
    // Its token was not thrown away either.
    expect(calls(town)).toBe(before);
    await town.clock.advance(MINUTE);
    withdraws(town);
    await town.hear();
    expect(await state(town)).toBe("withdrawn");
    await town.clock.advance(MINUTE);
  }
  expect(JSON.stringify(town.ours.log.lines)).toContain("not followed");
});

test("a withdrawal that comes late, after the next consent, is not followed", async () => {
  await using town = await openLinkTown();
  await town.agree();
  await town.hear();
  await town.clock.advance(MINUTE);
  withdraws(town);
  const late = town.waiting.splice(0);
  await town.clock.advance(MINUTE);
  await town.agree();
  await town.hear();
  for (const xml of late) await town.again(xml);
  expect(await state(town)).toBe("linked");
});

test("a consent that is sent again does not bring a withdrawn account back, and asks WeChat nothing", async () => {
  await using town = await openLinkTown();
  for (const apart of [0, MINUTE]) {
    await town.agree();
    const heard = await town.hear();
    const caught = heard.find((xml) => xml.includes("AuthorizationCode")) ?? "";
    const linked = calls(town);
    await town.again(caught);
    expect(calls(town)).toBe(linked);
    await town.clock.advance(apart);
    withdraws(town);
    await town.hear();
    const before = calls(town);
    await town.again(caught);
    expect(await state(town)).toBe("withdrawn");
    expect(calls(town)).toBe(before);
    await town.clock.advance(MINUTE);
  }
});

test("a change of rights that is sent again after a newer one changes nothing", async () => {
  await using town = await openLinkTown();
  await town.agree();
  await town.hear();
  await town.clock.advance(MINUTE);
  await town.agree([1, 15]);
  const heard = await town.hear();
  const older = heard.find((xml) => xml.includes("updateauthorized")) ?? "";
  await town.clock.advance(MINUTE);
  await town.agree(SETS);
  await town.hear();
  const again = town.again(older);
  // Looks for a while whether another process has it.
  for (let n = 0; n < 50; n++) await town.clock.advance(100);
  await again;
  const sets = await town.ours.client.authorisations.read(town.appId);
  expect(sets?.sets.map(({ id }) => id)).toEqual(SETS);
  expect(await state(town)).toBe("linked");
});

test("the page may be quicker than the notice: neither its lateness nor its repeat does harm", async () => {
  await using town = await openLinkTown();
  const code = await town.agree();
  const late = town.waiting.splice(0);
  await town.clock.advance(20 * SECOND);
  await town.ours.linked.agreed(code);
  await town.clock.advance(MINUTE);
  for (const xml of [...late, ...late]) await town.again(xml);
  expect(await state(town)).toBe("linked");
  withdraws(town);
  await town.hear();
  expect(await state(town)).toBe("withdrawn");
});

test("a ticket that is sent again does not take the newer one's place", async () => {
  await using town = await openLinkTown();
  const { appId } = town.component.settings;
  const kept = async () => (await town.store.tokens.readToken(`${appId} ticket`))?.value;
  const raise = () => {
    town.platform.pushTicket(appId);
    return town.waiting.splice(0)[0] ?? "";
  };
  const first = raise();
  await town.clock.advance(10 * MINUTE);
  const second = raise();
  await town.again(first);
  expect(first).toContain(await kept());
  await town.again(second);
  await town.again(first);
  expect(second).toContain(await kept());
  await town.again(second);
  expect(second).toContain(await kept());
  await town.clock.advance(10 * MINUTE);
  const third = raise();
  await town.again(third);
  expect(third).toContain(await kept());
});

test("a ticket's life is counted from when it was made", async () => {
  await using town = await openLinkTown();
  const { appId } = town.component.settings;
  town.platform.pushTicket(appId);
  await town.clock.advance(9 * MINUTE);
  await town.hear();
  const token = await town.store.tokens.readToken(`${appId} ticket`);
  expect(token?.leftMs).toBe(12 * 60 * MINUTE - 9 * MINUTE);
});

/** An administrator who puts the code of another account's page into a page of his own. */
async function uses(town: Town, secretFor: string) {
  const { ours, platform, component } = town;
  platform.pushTicket(component.settings.appId);
  await town.hear();
  const page = await ours.client.authorisationPage({ redirectUri: "https://we.example/" });
  const preAuthCode = new URL(page).searchParams.get("pre_auth_code") ?? "";
  await ours.starts.draw(preAuthCode, secretFor);
  return authorise(platform, component.settings.appId, town.appId, SETS, preAuthCode);
}

test("what one account's link drew lets no other account in, by the notice or by the page", async () => {
  await using town = await openLinkTown();
  const code = await uses(town, "wx00000000000000aa");
  await town.hear();
  expect(await town.ours.linked.list()).toEqual([]);
  await expect(town.ours.linked.agreed(code, "wx00000000000000aa")).rejects.toMatchObject({
    code: "other-account",
    message: expect.stringContaining(town.appId),
  });
  expect(await town.ours.linked.list()).toEqual([]);
  expect(await town.ours.linked.find(town.appId)).toBeUndefined();
});

test("an account that is linked already stays linked, and hears that the link is another's", async () => {
  await using town = await openLinkTown();
  await town.agree();
  await town.hear();
  await town.clock.advance(MINUTE);
  const code = await uses(town, "wx00000000000000aa");
  await expect(town.ours.linked.agreed(code, "wx00000000000000aa")).rejects.toMatchObject({
    code: "other-account",
  });
  expect(await state(town)).toBe("linked");
  await town.ours.client.tokenOf(town.appId).current();
});

test("a link for the account itself lets it in", async () => {
  await using town = await openLinkTown();
  const code = await uses(town, town.appId);
  await town.hear();
  expect(await state(town)).toBe("linked");
  await expect(town.ours.linked.agreed(code, town.appId)).resolves.toMatchObject({
    appId: town.appId,
  });
});
