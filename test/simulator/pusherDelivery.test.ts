import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { createEnvelope } from "../../src/protocol/envelope.ts";
import { readXml, writeXml, type XmlDocument, type XmlElement } from "../../src/protocol/xml.ts";
import { Platform } from "../../src/simulator/platform.ts";
import { createPusher } from "../../src/simulator/pusher/pusher.ts";
import { createDelivery } from "../../src/simulator/pusher/pusherDelivery.ts";
import { inProcessTransport } from "../../src/simulator/pusher/pusherInProcess.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";

const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const SERVER = { url: "http://bot.test/wx", token: "deliverytoken", mode: "plain" } as const;

/** What the server under test answers; `undefined` leaves the delivery open. */
type Answer = (push: XmlElement, count: number) => string | undefined;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}

function deliveryTo(answer: Answer, open = (xml: XmlElement) => xml) {
  const clock = new ManualClock();
  const platform = new Platform({ clock });
  const got: { readonly path: string; readonly push: XmlElement }[] = [];
  const transport = inProcessTransport(async (request, response) => {
    const push = open(readXml(await bodyOf(request)));
    const path = new URL(request.url ?? "", "http://x").pathname;
    got.push({ path, push });
    const body = answer(push, got.length);
    if (body !== undefined) response.end(body);
  });
  const delivery = createDelivery(platform, createPusher({ clock, transport }));
  return { clock, platform, delivery, got };
}

const replyTo = (push: XmlElement, elements: XmlDocument) =>
  writeXml({
    ToUserName: String(push.FromUserName),
    FromUserName: String(push.ToUserName),
    CreateTime: 1,
    ...elements,
  });

test("a push, its tries and its end stand on the timeline, in order of time", async () => {
  const { clock, platform, delivery } = deliveryTo((push, count) =>
    count < 3 ? undefined : replyTo(push, { MsgType: "text", Content: "third" }),
  );
  const { appId } = platform.addAccount({ server: SERVER }).settings;
  const { openid } = platform.addFollower(appId);
  const done = delivery.act(appId, openid, { do: "follow" });
  await clock.advance(0);
  expect(delivery.inFlight).toBe(1);
  await clock.advance(10_000);
  const [outcome] = await done;
  expect(outcome?.seen).toEqual({ saw: "reply", message: { type: "text", text: "third" } });
  expect(delivery.inFlight).toBe(0);
  const { timeline } = platform;
  const startedAt = timeline.events[0]?.at ?? 0;
  expect(
    timeline.events.slice(2).map((event) => [event.type, (event.at - startedAt) / 1_000]),
  ).toEqual([
    ["follower.acted", 0],
    ["push.begun", 0],
    ["push.delivered", 5],
    ["push.delivered", 10],
    ["push.delivered", 10],
    ["message.shown", 10],
    ["push.ended", 10],
  ]);
  expect(timeline.of("push.delivered").map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
    [1, "late"],
    [2, "late"],
    [3, "answered"],
  ]);
  expect(new Set(timeline.of("push.delivered").map(({ pushId }) => pushId)).size).toBe(1);
  expect(timeline.of("message.shown")[0]).toMatchObject({
    via: "passive",
    message: { msgtype: "text", text: { content: "third" } },
  });
});

test("a fault is told with its reason, and replaying tells it again", async () => {
  const { platform, delivery } = deliveryTo(() => "oops");
  const { appId } = platform.addAccount({ server: SERVER }).settings;
  const { openid } = platform.addFollower(appId);
  await delivery.act(appId, openid, { do: "follow" });
  expect(platform.timeline.of("push.ended")).toMatchObject([{ saw: "fault", fault: "not-xml" }]);
  const again = new Platform({ clock: new ManualClock() });
  again.replay(platform.timeline.events);
  expect(again.snapshot()).toBe(platform.snapshot());
});

test("a hand-over opens a session with an agent who is online, and the account hears of it", async () => {
  const { clock, platform, delivery, got } = deliveryTo((push) =>
    push.MsgType === "text" ? replyTo(push, { MsgType: "transfer_customer_service" }) : "success",
  );
  const { appId } = platform.addAccount({ server: SERVER }).settings;
  const agent = { id: 1, nickname: "Ann", online: true, headImage: false, account: "ann@acct" };
  platform.record("agent.set", { appId, agent });
  const { openid } = platform.addFollower(appId);
  await delivery.act(appId, openid, { do: "follow" });
  const [outcome] = await delivery.act(appId, openid, { do: "say", text: "a human, please" });
  await clock.advance(0);
  expect(outcome?.seen).toEqual({ saw: "nothing", handover: { to: "agents" } });
  expect(platform.follower(appId, openid).session?.agent).toBe("ann@acct");
  expect(got.at(-1)?.push).toMatchObject({ Event: "kf_create_session", KfAccount: "ann@acct" });
});

test("what the platform raises is pushed; without a server it is nobody's", async () => {
  const { clock, platform, delivery, got } = deliveryTo(() => "success");
  const { appId } = platform.addAccount({ server: SERVER }).settings;
  platform.raise(appId, "mphelper", { Event: "MASSSENDJOBFINISH", MsgID: "1" });
  await clock.advance(0);
  expect(got.map(({ push }) => push.Event)).toEqual(["MASSSENDJOBFINISH"]);
  const deaf = platform.addAccount({}).settings.appId;
  platform.raise(deaf, "mphelper", { Event: "MASSSENDJOBFINISH", MsgID: "1" });
  const { openid } = platform.addFollower(deaf);
  await expect(delivery.act(deaf, openid, { do: "follow" })).rejects.toThrow("has no server");
  delivery.close();
  platform.raise(appId, "mphelper", { Event: "MASSSENDJOBFINISH", MsgID: "2" });
  await clock.advance(0);
  expect(got.length).toBe(1);
});

test("tickets go to the component every ten minutes, sealed with its key", async () => {
  const component = { appId: "wxc0c0c0c0c0c0c0c0" };
  const envelope = createEnvelope(KEY, component.appId);
  const { clock, platform, got } = deliveryTo(
    () => "success",
    (outer) => ({ ...readXml(envelope.open(String(outer.Encrypt))), outer: outer.AppId ?? "" }),
  );
  const server = { ...SERVER, mode: "safe", encodingAESKey: KEY } as const;
  platform.addComponent({ ...component, server });
  await clock.advance(10 * 60_000);
  expect(got[0]?.push).toMatchObject({
    InfoType: "component_verify_ticket",
    AppId: component.appId,
    outer: component.appId,
  });
  expect(platform.timeline.of("notice.delivered")).toMatchObject([{ outcome: "answered" }]);
});

test("an authorizer without a server of its own is heard by its component", async () => {
  const component = { appId: "wxc0c0c0c0c0c0c0c0" };
  const envelope = createEnvelope(KEY, component.appId);
  const { platform, delivery, got } = deliveryTo(
    () => "success",
    (outer) => readXml(envelope.open(String(outer.Encrypt))),
  );
  const server = { ...SERVER, mode: "safe", encodingAESKey: KEY } as const;
  const messageUrl = "http://bot.test/$APPID$/callback";
  platform.addComponent({ ...component, server, messageUrl });
  const { appId } = platform.addAccount({}).settings;
  platform.record("component.authorised", {
    componentAppId: component.appId,
    appId,
    sets: [],
    code: "c",
    codeExpiresAt: 0,
    preAuthCode: "p",
    refreshToken: "r",
  });
  const { openid } = platform.addFollower(appId);
  await delivery.act(appId, openid, { do: "follow" });
  expect(got[0]).toMatchObject({ path: `/${appId}/callback`, push: { Event: "subscribe" } });
});
