import type { Activity, TurnContext } from "botbuilder";
import { expect, test } from "vitest";
import { sleep } from "../../src/clock.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { manualRoad, textOf } from "../helpers/manualRoad.ts";
import { ACCOUNT } from "../helpers/road.ts";

const MORE = "（内容未完，回复“继续”查看）";

function picture(mediaId: string): Partial<Activity> {
  return { attachments: [{ contentType: "image/jpeg", content: { mediaId } }] };
}

/** A bot that shows pictures between a text and a question, and repeats whatever else it hears. */
function gallery(pictures: number, ran: string[]) {
  return async (context: TurnContext) => {
    const { text } = context.activity;
    ran.push(text);
    if (text !== "go") return void (await context.sendActivity(`heard ${text}`));
    await context.sendActivity("Here are pictures");
    for (let i = 1; i <= pictures; i++) await context.sendActivity(picture(`M${i}`) as Activity);
    await context.sendActivity("Is this okay?");
  };
}

function mediaOf({ seen }: { readonly seen: unknown }): unknown {
  return (seen as { message?: { mediaId?: string } }).message?.mediaId;
}

test("one reply: the question passes the pictures, which are fetched one by one", async () => {
  const ran: string[] = [];
  const accounts = [{ ...ACCOUNT, customerService: false }];
  const road = manualRoad(gallery(2, ran), { accounts });
  expect(textOf(await road.says("go"))).toBe(`Here are pictures\n\nIs this okay?\n\n${MORE}`);
  expect(mediaOf(await road.says("继续"))).toBe("M1");
  // A picture cannot say that another waits; whoever asks gets it all the same.
  expect(mediaOf(await road.says("继续"))).toBe("M2");
  expect(textOf(await road.says("继续"))).toBe("heard 继续");
  expect(ran).toEqual(["go", "继续"]);
});

test("one reply: an answer does not lag behind a picture that nobody fetches", async () => {
  const road = manualRoad(gallery(1, []), { accounts: [{ ...ACCOUNT, customerService: false }] });
  await road.says("go");
  expect(textOf(await road.says("yes"))).toBe(`heard yes\n\n${MORE}`);
  expect(textOf(await road.says("well"))).toBe(`heard well\n\n${MORE}`);
  expect(mediaOf(await road.says("继续"))).toBe("M1");
  expect(textOf(await road.says("fine"))).toBe("heard fine");
});

test("customer service: what the grants do not suffice for is offered, and comes once", async () => {
  const ran: string[] = [];
  const later: string[] = [];
  const road = manualRoad(gallery(6, ran), {
    accounts: [{ ...ACCOUNT, customerService: true }],
    courier: async (_account, _openid, reply) => {
      later.push(reply.type === "text" ? reply.content : (reply as { mediaId: string }).mediaId);
      return "sent";
    },
  });
  expect(textOf(await road.says("go"))).toBe(`Here are pictures\n\nIs this okay?\n\n${MORE}`);
  await road.clock.advance(1_000);
  expect(later).toEqual(["M1", "M2", "M3", "M4", "M5"]);
  expect(mediaOf(await road.says("继续"))).toBe("M6");
  expect(textOf(await road.says("继续"))).toBe("heard 继续");
  expect(ran).toEqual(["go", "继续"]);
});

test("a slow turn that runs out of grants: the rest comes when the follower asks for it", async () => {
  const clock = new ManualClock();
  const later: string[] = [];
  const ran: string[] = [];
  const road = manualRoad(
    async (context) => {
      ran.push(context.activity.text);
      if (context.activity.text !== "go") return;
      await sleep(clock, 6_000);
      await context.sendActivities(["1", "2", "3", "4", "5", "6", "7"].map((text) => ({ text })));
    },
    {
      accounts: [{ ...ACCOUNT, customerService: true }],
      courier: async (_account, _openid, reply) => {
        if (reply.type === "text") later.push(reply.content);
        return "sent";
      },
    },
    clock,
  );
  await road.says("go");
  await clock.advance(10_000);
  expect(later).toHaveLength(5);
  expect(textOf(await road.says("继续"))).toBe("6");
  await clock.advance(1_000);
  expect(later.at(-1)).toBe("7");
  expect(ran).toEqual(["go"]);
});
