import { expect, test } from "vitest";
import { testRoad, textPush } from "../helpers/road.ts";

test("texts of one turn are joined into the one passive reply", async () => {
  const road = await testRoad(async (context) => {
    for (const text of ["one", "two", "three"]) await context.sendActivity(text);
  });
  expect((await road.says("hi")).text).toBe("one\n\ntwo\n\nthree");
});

test("what does not fit is held, the reply says how to get it, and it comes in order", async () => {
  const parts = ["a", "b", "c"].map((letter) => letter.repeat(1_200));
  let runs = 0;
  const road = await testRoad(async (context) => {
    runs += 1;
    if (context.activity.text === "go") for (const part of parts) await context.sendActivity(part);
  });
  const seen = [await road.says("go"), await road.says("继续"), await road.says("继续")];
  const bytes = seen.map(({ text }) => Buffer.byteLength(text ?? ""));
  expect(Math.max(...bytes)).toBeLessThanOrEqual(2_048);
  expect(seen[0]?.text).toBe(`${parts[0]}\n\n（内容未完，回复“继续”查看）`);
  expect(seen[1]?.text).toBe(`${parts[1]}\n\n（内容未完，回复“继续”查看）`);
  expect(seen[2]?.text).toBe(parts[2]);
  expect(runs).toBe(1);
});

test("a long text arrives whole, in pieces that cut no character", async () => {
  const text = "漢字👩‍👩‍👧 and words. ".repeat(200);
  const road = await testRoad(async (context) => {
    if (context.activity.text === "go") await context.sendActivity(text);
  });
  let all = (await road.says("go")).text ?? "";
  for (let i = 0; i < 10 && all.includes("内容未完"); i++) {
    all = all.replace(/\n\n（内容未完.*$/, "") + ((await road.says("more")).text ?? "");
  }
  expect(all.replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
});

test("words pass a picture, and say how to get it; a picture goes alone", async () => {
  const road = await testRoad(async (context) => {
    if (context.activity.text !== "go") return;
    await context.sendActivities([
      { attachments: [{ contentType: "image/jpeg", content: { mediaId: "M1" } }] },
      { text: "and this" },
    ]);
  });
  expect((await road.says("go")).text).toContain("and this\n\n（内容未完");
  const fetched = await road.says("继续");
  expect(fetched.seen).toMatchObject({ message: { type: "image", mediaId: "M1" } });
  expect((await road.says("anything")).text).toBeUndefined();
});

test("a bot with nothing to say answers success, and so does an event nobody waits for", async () => {
  const heard: string[] = [];
  const road = await testRoad(async (context) => {
    heard.push(context.activity.name ?? context.activity.type);
    if (context.activity.name === "LOCATION") await context.sendActivity("you moved");
  });
  expect((await road.says("hi")).tries.at(-1)?.body).toBe("success");
  const location = { Latitude: "23.1", Longitude: "113.3", Precision: "10" };
  expect((await road.event("LOCATION", location)).tries.at(-1)?.body).toBe("success");
  expect((await road.says("still there?")).text).toBe("you moved");
  expect(heard).toEqual(["message", "LOCATION", "message"]);
});

test("unfollowing drops what was held, and the bot's sends reject", async () => {
  const failures: unknown[] = [];
  const road = await testRoad(async (context) => {
    const { name, type, membersRemoved } = context.activity;
    if (name === "LOCATION") await context.sendActivity("held");
    if (membersRemoved) {
      await context.sendActivity("bye").catch((error) => failures.push(error.code));
    }
    if (type === "message") await context.sendActivity("welcome back");
  });
  await road.event("LOCATION", { Latitude: "1", Longitude: "2", Precision: "3" });
  expect((await road.event("unsubscribe", { EventKey: "" })).tries.at(-1)?.body).toBe("success");
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(failures).toEqual(["unfollowed"]);
  expect((await road.says("hi")).text).toBe("welcome back");
});

test("a replay of an answered push gives the same bytes and no second run", async () => {
  let runs = 0;
  const road = await testRoad(async (context) => {
    runs += 1;
    await context.sendActivity(`run ${runs}`);
  });
  const xml = textPush("hi");
  const first = await road.deliver(xml);
  expect(first.text).toBe("run 1");
  for (let i = 0; i < 5; i++) expect(await road.deliver(xml)).toEqual(first);
  expect(runs).toBe(1);
});
