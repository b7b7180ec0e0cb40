import { expect, test, vi } from "vitest";
import { town } from "../helpers/town.ts";

const CUSTOM = "/cgi-bin/message/custom/send";

async function listening(dispatchEvents: boolean) {
  const heard: unknown[] = [];
  const ids: (string | undefined)[] = [];
  const opened = await town(
    async (context) => {
      const { type, name, value, text } = context.activity;
      if (type === "event" && name === "dispatch") {
        heard.push(value);
        // What it says of a verdict makes no verdict of its own.
        if (heard.length === 1) await context.sendActivity("one of them arrived");
      }
      if (text !== "go") return;
      for (const part of ["1", "2", "3"]) ids.push((await context.sendActivity(part))?.id);
    },
    {},
    {},
    { customerService: true, dispatchEvents },
  );
  const mei = opened.follower();
  await mei.does({ do: "follow" });
  return { ...opened, mei, heard, ids };
}

test("the bot hears of every verdict, in turns of their own, where the account wants it", async () => {
  const { mei, heard, ids, simulator } = await listening(true);
  simulator.faults.order({ do: "errcode", errcode: 45002, path: CUSTOM, times: 1 });
  await mei.says("go");
  await vi.waitFor(() => expect(heard).toHaveLength(2), 5_000);
  expect(heard).toEqual([
    { id: ids[1], fate: "refused", errcode: 45002 },
    { id: ids[2], fate: "sent" },
  ]);
  await vi.waitFor(() => expect(mei.screen().at(-1)).toBe("custom: one of them arrived"), 5_000);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(heard).toHaveLength(2);
});

test("nobody hears anything who did not ask for it", async () => {
  const { mei, heard } = await listening(false);
  await mei.says("go");
  await vi.waitFor(() => expect(mei.screen()).toHaveLength(3), 5_000);
  expect(heard).toEqual([]);
});
