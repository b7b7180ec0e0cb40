import { expect, test } from "vitest";
import { Authorisations } from "../../src/client/authorisations.ts";
import { createClient } from "../../src/client/client.ts";
import { createComponentClient } from "../../src/client/component.ts";
import { authorise, withdraw } from "../../src/simulator/actions/authorising.ts";
import type { ComponentOptions } from "../../src/simulator/world/component.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { FOLLOW, HELLO, HOUR, MINUTE, openBox } from "../simulator/box.ts";
import { memoryLog } from "./scripted.ts";

const SETS = [1, 2, 3, 7, 15];

/** A simulated component and, on our side, as many processes with its client as a test wants. */
async function openPlatform(settings: ComponentOptions = {}, account = {}) {
  const box = await openBox(account, { components: [{ sets: SETS, ...settings }] });
  const [component] = box.platform.world.components.values();
  if (component === undefined) throw new Error("no component");
  const { appId, appSecret: secret } = component.settings;
  const store = new MemoryStore({ clock: box.clock });
  function start() {
    const client = createComponentClient({
      appId,
      secret,
      tokens: store.tokens,
      authorisations: new Authorisations(store, appId),
      apiBase: box.simulator.url,
      clock: box.clock,
      log: memoryLog(),
    });
    const accountClient = createClient({
      appId: box.appId,
      secret: "",
      accessToken: client.tokenOf(box.appId),
      apiBase: box.simulator.url,
      clock: box.clock,
      log: memoryLog(),
    });
    return Object.assign(client, { account: accountClient });
  }
  async function giveTicket(client: ReturnType<typeof start>): Promise<void> {
    box.platform.pushTicket(appId);
    await client.keepTicket(component?.tickets.at(-1)?.ticket ?? "");
  }
  /** The administrator agrees on WeChat's page. */
  async function agree(client: ReturnType<typeof start>, sets = SETS): Promise<string> {
    const page = new URL(
      await client.authorisationPage({ redirectUri: "https://we.example/back" }),
    );
    const code = page.searchParams.get("pre_auth_code") ?? "";
    return authorise(box.platform, appId, box.appId, sets, code);
  }
  const calls = (path: string) =>
    box.platform.timeline.of("api.called").filter((call) => call.path.endsWith(path)).length;
  return Object.assign(box, { component, start, giveTicket, agree, calls });
}

test("from the ticket to a message of a linked account", async () => {
  await using box = await openPlatform();
  const ours = box.start();
  await box.giveTicket(ours);
  const authorisation = await ours.redeem(await box.agree(ours));
  expect(authorisation).toMatchObject({ appId: box.appId, sets: SETS.map((id) => ({ id })) });
  const { openid } = box.person(FOLLOW, HELLO);
  await ours.account.send(openid, { type: "text", content: "你好" });
  expect(box.platform.timeline.of("message.shown").at(-1)).toMatchObject({ openid });
  expect(await ours.factsOf(box.appId)).toMatchObject({
    originalId: box.account.settings.originalId,
    kind: "service",
    verification: "verified",
    status: "normal",
    sets: SETS.map((id) => ({ id })),
  });
});

test("the page is WeChat's, for the computer or the phone", async () => {
  await using box = await openPlatform();
  const ours = box.start();
  await box.giveTicket(ours);
  const redirectUri = "https://we.example/back?a=1&b=2";
  const pc = new URL(await ours.authorisationPage({ redirectUri }));
  expect(pc.origin + pc.pathname).toBe("https://mp.weixin.qq.com/cgi-bin/componentloginpage");
  expect(pc.searchParams.get("redirect_uri")).toBe(redirectUri);
  expect(pc.searchParams.get("auth_type")).toBe("1");
  const phone = await ours.authorisationPage({ redirectUri, phone: true, appId: box.appId });
  expect(phone).toMatch(
    /^https:\/\/open\.weixin\.qq\.com\/wxaopen\/safe\/bindcomponent\?.*#wechat_redirect$/,
  );
  expect(new URL(phone).searchParams.get("biz_appid")).toBe(box.appId);
});

test("without a ticket the failure says what to look at", async () => {
  await using box = await openPlatform({ ticketsOn: false });
  const ours = box.start();
  const page = ours.authorisationPage({ redirectUri: "https://we.example/back" });
  await expect(page).rejects.toThrow("no-ticket");
  await ours.startTickets();
  await box.giveTicket(box.start());
  await box.clock.advance(MINUTE);
  const again = ours.authorisationPage({ redirectUri: "https://we.example/back" });
  await expect(again).resolves.toContain("pre_auth_code");
});

test("four processes refresh an account's token once when it ends", async () => {
  await using box = await openPlatform();
  const processes = [box.start(), box.start(), box.start(), box.start()];
  const [first] = processes as [ReturnType<typeof box.start>];
  await box.giveTicket(first);
  await first.redeem(await box.agree(first));
  await box.clock.advance(2 * HOUR);
  await box.giveTicket(first);
  const ask = processes.map((one) => one.account.call("user.list", {}));
  const settled = Promise.all(ask);
  for (let n = 0; n < 40; n++) await box.clock.advance(50);
  expect(await settled).toHaveLength(4);
  expect(box.calls("api_authorizer_token")).toBe(1);
  expect(box.calls("api_component_token")).toBe(2);
});

test("a withdrawn authorisation is explained by its code, and the next one is taken over", async () => {
  await using box = await openPlatform();
  const ours = box.start();
  await box.giveTicket(ours);
  await ours.redeem(await box.agree(ours));
  withdraw(box.platform, box.component.settings.appId, box.appId);
  await expect(ours.account.call("user.list", {})).rejects.toMatchObject({ errcode: 61003 });
  const again = await ours.redeem(await box.agree(ours, [1]));
  expect(again.sets).toEqual([{ id: 1 }]);
  await expect(ours.account.call("user.list", {})).rejects.toMatchObject({ errcode: 61007 });
});

test("an authorisation that was lost is found in WeChat's list", async () => {
  await using box = await openPlatform();
  const ours = box.start();
  await box.giveTicket(ours);
  await ours.redeem(await box.agree(ours));
  await ours.authorisations.update(box.appId, () => undefined);
  expect(await ours.authorisations.all()).toEqual([]);
  expect(await ours.sync()).toEqual([box.appId]);
  expect(await ours.sync()).toEqual([]);
  expect((await ours.authorisations.all()).map(({ appId }) => appId)).toEqual([box.appId]);
});

test("changes of one authorisation by many processes are all made", async () => {
  await using box = await openPlatform();
  const ours = box.start();
  await box.giveTicket(ours);
  await ours.redeem(await box.agree(ours));
  const count = (old: unknown) => ((old as { count?: number }).count ?? 0) + 1;
  const add = () =>
    ours.authorisations.update(
      box.appId,
      (old) => old && { ...old, notes: { count: count(old.notes) } },
    );
  await Promise.all([add(), add(), add()]);
  expect((await ours.authorisations.read(box.appId))?.notes).toEqual({ count: 3 });
});
