import fc from "fast-check";
import type { Store } from "../../src/store/store.ts";
import type { ManualClock } from "../helpers/manualClock.ts";
import { type Act, Model } from "./model.ts";

const acts: fc.Arbitrary<Act[]> = fc.array(fc.tuple(fc.nat(20), fc.nat(11), fc.nat(47)), {
  minLength: 30,
  maxLength: 90,
});

/** Whatever happens, in whatever order, a fresh store keeps every promise: see {@link Model}. */
export function property(
  open: (clock: ManualClock) => Store | Promise<Store>,
  seen?: (model: Model) => void,
) {
  return fc.asyncProperty(acts, fc.boolean(), async (list, customerService) => {
    const model = await Model.begin(open, customerService);
    for (const act of list) await model.act(act);
    await model.settle();
    seen?.(model);
  });
}
