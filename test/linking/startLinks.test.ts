import { expect, test } from "vitest";
import { StartLinks } from "../../src/adapter/accounts/linking/startLinks.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { MINUTE } from "../simulator/box.ts";

test("links that processes make at the same time are all good, each once and for half an hour", async () => {
  const clock = new ManualClock();
  const store = new MemoryStore({ clock });
  const processes = [1, 2, 3, 4].map(() => new StartLinks(store, clock, "wx1"));
  const secrets = await Promise.all(processes.map((links, i) => links.make(`wx${i}`)));
  const [ours] = processes as [StartLinks];
  for (const [i, secret] of secrets.entries()) {
    expect(await ours.find(secret)).toMatchObject({ appId: `wx${i}` });
  }
  const [used, over] = secrets as [string, string];
  await ours.use(used);
  expect(await ours.find(used)).toBeUndefined();
  await clock.advance(30 * MINUTE - 1);
  expect(await ours.find(over)).toBeDefined();
  await clock.advance(1);
  expect(await ours.find(over)).toBeUndefined();
});
