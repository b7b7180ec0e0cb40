import type { LeftMessage } from "../../src/index.ts";

/** The restaurant as the bot knows it. */
export interface Restaurant {
  /** Books a table, or changes what it booked before. The same key is the same order, however often it is asked. */
  book(order: Order, key: string, before?: { ref: string }): Promise<{ ref: string }>;
  /** Calls somebody who wants to talk to a person. */
  readonly callBack: (message: LeftMessage) => void;
}

export interface Order {
  readonly service: "hall" | "room" | "garden";
  /** `2026-12-01T20:00+08:00`. */
  readonly at: string;
  readonly party: number;
  readonly name: string;
  readonly phone: string;
}

/** Whoever books for so many hears that the restaurant cannot be reached: for testers. */
const UNLUCKY = 13;

/** A restaurant in memory, for trying out; `toCall` is whom it promised to call. */
export function demoRestaurant(): Restaurant & { readonly toCall: readonly LeftMessage[] } {
  const booked = new Map<string, string>();
  const toCall: LeftMessage[] = [];
  return {
    toCall,
    callBack: (message) => void toCall.push(message),
    async book({ party }, key, before) {
      if (party === UNLUCKY) throw new Error("the line is busy");
      const ref = before?.ref ?? booked.get(key) ?? `R${101 + booked.size}`;
      booked.set(key, ref);
      return { ref };
    },
  };
}
