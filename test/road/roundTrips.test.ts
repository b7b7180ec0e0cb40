import { expect, test } from "vitest";
import { MemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store/store.ts";
import { seconds, testRoad } from "../helpers/road.ts";

/** A store that writes down which of its verbs are used on a push's road. */
function noting(store: Store): { store: Store; verbs: string[] } {
  const verbs: string[] = [];
  const road = new Set(["arrive", "step", "release", "untake", "enter", "sendNext", "wake"]);
  const noted = new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (road.has(String(name))) verbs.push(String(name));
        return Reflect.apply(value, target, args);
      };
    },
  });
  return { store: noted, verbs };
}

test("an ordinary turn asks the store twice, and not once more after its answer", async () => {
  const { store, verbs } = noting(new MemoryStore());
  const { says } = await testRoad(
    async (context) => void (await context.sendActivity(`you said ${context.activity.text}`)),
    { store },
  );
  for (const word of ["one", "two"]) expect((await says(word)).text).toBe(`you said ${word}`);
  await seconds(1);
  expect(verbs).toEqual(["arrive", "step", "arrive", "step"]);
});
