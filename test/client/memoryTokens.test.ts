import { describe } from "vitest";
import { MemoryTokens } from "../../src/store/tokens.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { tokenStoreContract } from "./tokenStoreContract.ts";

describe("MemoryTokens", () => {
  tokenStoreContract(async () => {
    const clock = new ManualClock();
    return { tokens: new MemoryTokens({ clock }), advance: (ms) => clock.advance(ms) };
  });
});
