import { expect, test, vi } from "vitest";
import type { Notify } from "../../src/adapter/accounts/account.ts";
import type { DispatchFailure } from "../../src/adapter/send/dispatch.ts";
import { testWeChat } from "../../src/testing/testWeChat.ts";
import type { Town } from "../helpers/openTown.ts";
import { town } from "../helpers/town.ts";

const TEMPLATE = "t".repeat(43);
const NOTICE = "n".repeat(43);
const CUSTOM = "/cgi-bin/message/custom/send";

const byTemplate: Notify = (message) =>
  message.type === "text"
    ? { kind: "template", templateId: TEMPLATE, data: { news: message.content } }
    : undefined;

async function templated(notify?: Notify, failures: DispatchFailure[] = []) {
  const opened = await town(
    async (context) => void (await context.sendActivity(`you said ${context.activity.text}`)),
    {},
    { onDispatchFailed: (failure) => failures.push(failure) },
    { notify, customerService: true },
  );
  const { simulator, appId } = opened;
  simulator.platform.addTemplate(appId, {
    kind: "template",
    templateId: TEMPLATE,
    content: "{{news.DATA}}",
  });
  simulator.platform.addTemplate(appId, {
    kind: "notice",
    templateId: NOTICE,
    content: "{{thing1.DATA}}",
  });
  const mei = opened.follower();
  return { ...opened, mei, failures };
}

type Person = ReturnType<Town["follower"]>;

/** Says texts in a proactive turn each; what became of them. */
async function tell({ adapter }: Town, person: Person, texts: readonly (string | object)[]) {
  const fates: unknown[] = [];
  for (const text of texts) {
    let id = "";
    await adapter.continueConversation(person.reference, async (context) => {
      id = (await context.sendActivity(text as string))?.id ?? "";
    });
    fates.push(await adapter.dispatchOf(person.reference, id));
  }
  return fates;
}

const calls = ({ simulator }: Town, path: string) =>
  simulator.timeline.of("api.called").filter((call) => call.path === path).length;

test("a proactive message goes by customer service while a grant is open, then as a notification", async () => {
  const opened = await templated(byTemplate);
  const { mei } = opened;
  await mei.does({ do: "follow" });
  const fates = await tell(opened, mei, ["1", "2", "3", "4", "5"]);
  expect(fates).toEqual(["sent", "sent", "sent", "notified", "notified"]);
  const shown = opened.simulator.timeline
    .of("message.shown")
    .filter(({ via }) => via !== "passive");
  expect(shown.map(({ via }) => via)).toEqual([
    "custom",
    "custom",
    "custom",
    "template",
    "template",
  ]);
  expect(shown.at(-1)?.message).toMatchObject({ data: { news: { value: "5" } } });
});

test("the bot attaches the notification itself, and it goes instead of what the mapping makes", async () => {
  const opened = await templated(byTemplate);
  const { mei, simulator, appId } = opened;
  await mei.does({ do: "follow" });
  await mei.does({ do: "permit", templateId: NOTICE, accept: true });
  await tell(opened, mei, ["1", "2", "3"]);
  const notification = { kind: "subscription", templateId: NOTICE, data: { thing1: "shipped" } };
  const activity = { type: "message", text: "Your parcel", channelData: { notification } };
  expect(await tell(opened, mei, [activity])).toEqual(["notified"]);
  expect(simulator.timeline.of("message.shown").at(-1)).toMatchObject({
    via: "subscription",
    appId,
  });
});

test("a refused notification leaves the message held, with the code, for the next contact", async () => {
  const opened = await templated();
  const { mei, failures } = opened;
  await mei.does({ do: "follow" });
  await tell(opened, mei, ["1", "2", "3"]);
  const notification = { kind: "subscription", templateId: NOTICE, data: { thing1: "shipped" } };
  const activity = { type: "message", text: "Your parcel", channelData: { notification } };
  expect(await tell(opened, mei, [activity])).toEqual(["held"]);
  expect(failures).toMatchObject([{ fate: "held", errcode: 43101 }]);
  await mei.says("anything new?");
  expect(mei.screen().join("\n")).toContain("Your parcel");
});

test("WeChat refuses for the window although we thought it open: the notification goes at once", async () => {
  const opened = await templated(byTemplate);
  const { mei, simulator } = opened;
  await mei.does({ do: "follow" });
  simulator.faults.order({ do: "errcode", errcode: 45015, path: CUSTOM, times: 1 });
  expect(await tell(opened, mei, ["1"])).toEqual(["notified"]);
  const asked = calls(opened, CUSTOM);
  // Until she writes again nobody asks for a customer-service message.
  expect(await tell(opened, mei, ["2"])).toEqual(["notified"]);
  expect(calls(opened, CUSTOM)).toBe(asked);
  await mei.says("hi");
  expect(await tell(opened, mei, ["3"])).toEqual(["sent"]);
});

test("43004: a notification to somebody who left is refused, and the message waits", async () => {
  const opened = await templated(byTemplate);
  const { mei, simulator, failures } = opened;
  await mei.does({ do: "follow" });
  simulator.faults.order({ do: "errcode", errcode: 45015, path: CUSTOM, times: 1 });
  simulator.faults.order({
    do: "errcode",
    errcode: 43004,
    path: "/cgi-bin/message/template/send",
    times: 1,
  });
  expect(await tell(opened, mei, ["1"])).toEqual(["held"]);
  expect(failures).toMatchObject([{ fate: "held", errcode: 43004 }]);
});

test("an answer that is cut off after WeChat took the template is repeated with its id: seen once", async () => {
  const opened = await templated(byTemplate);
  const { mei, simulator } = opened;
  await mei.does({ do: "follow" });
  await tell(opened, mei, ["1", "2", "3"]);
  const path = "/cgi-bin/message/template/send";
  simulator.faults.order({ do: "cut", accepted: true, path, times: 1 });
  expect(await tell(opened, mei, ["4"])).toEqual(["notified"]);
  const shown = simulator.timeline.of("message.shown").filter(({ via }) => via === "template");
  expect(shown).toHaveLength(1);
  expect(calls(opened, path)).toBe(2);
});

test("without a mapping a proactive message waits for the next contact", async () => {
  const opened = await templated();
  const { mei } = opened;
  await mei.does({ do: "follow" });
  expect(await tell(opened, mei, ["1", "2", "3", "4"])).toEqual(["sent", "sent", "sent", "held"]);
  await mei.says("hi");
  await vi.waitFor(() => expect(mei.screen().join("\n")).toContain("you said hi"));
});

test("what cannot be a notification is told to the bot", async () => {
  const opened = await templated();
  const { mei } = opened;
  await mei.does({ do: "follow" });
  const channelData = { notification: { kind: "template", data: {} } };
  const failed = tell(opened, mei, [{ type: "message", text: "x", channelData }]);
  await expect(failed).rejects.toMatchObject({
    code: "bad-notification",
    message: expect.stringContaining("templateId"),
  });
});

test("a held message is not shown after its activity's expiration", async () => {
  const wechat = await testWeChat(async () => {}, { verified: false });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  const say = (text: string, expiration?: Date) =>
    wechat.until(
      wechat.adapter.continueConversation(
        { conversation: { id: mei.openid, isGroup: false, name: "", conversationType: "" } },
        async (context) => {
          await context.sendActivity({ type: "message", text, ...(expiration && { expiration }) });
        },
      ),
    );
  await say("the table is free now", new Date(wechat.clock.now() + 3_600_000));
  await say("we moved to Main Street");
  await wechat.advance("2h");
  await mei.says("hello");
  mei.mustSee("we moved to Main Street");
});
