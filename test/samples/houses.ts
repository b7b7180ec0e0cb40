import { expect } from "vitest";
import { bookingBot } from "../../samples/booking/index.ts";
import type { Order } from "../../samples/booking/restaurant.ts";
import { supportBot } from "../../samples/support/index.ts";
import type { LeftMessage, WeChatAdapter } from "../../src/index.ts";
import type { PeopleReport, PersonSheet } from "../../src/testing/index.ts";

/** The samples, each with what it did for the people before it, and the bars that people hold it to. */

export interface House {
  readonly orders: Order[];
  readonly heard: string[];
  readonly toCall: LeftMessage[];
  /** The numbers of the orders, as they were given out. */
  readonly refs: string[];
}

export function booking() {
  const log: House = { orders: [], heard: [], toCall: [], refs: [] };
  const book = async (order: Order, _key: string, before?: { ref: string }) => {
    log.orders.push(order);
    const ref = before?.ref ?? `R${log.orders.length}`;
    log.refs.push(ref);
    return { ref };
  };
  const callBack = (message: LeftMessage) => void log.toCall.push(message);
  return { bot: bookingBot({ book, callBack }), log };
}

export function wants(order: Partial<Order>): Pick<PersonSheet<House>, "reached" | "wrong"> {
  const fits = (one: Order | undefined) =>
    one !== undefined &&
    Object.entries(order).every(([name, value]) => one[name as keyof Order] === value);
  return {
    reached: ({ orders }) => fits(orders.at(-1)),
    wrong: ({ orders }) => (orders.some((one) => !fits(one)) ? JSON.stringify(orders) : undefined),
  };
}

const SECRET = "a secret of thirty-two characters";

export interface Desk {
  readonly tickets: string[];
}

export function support(adapter: WeChatAdapter) {
  const log: Desk = { tickets: [] };
  const helpdesk = {
    file: async ({ question }: { question: string }) => void log.tickets.push(question),
    onAnswer() {},
  };
  return { bot: supportBot(adapter, { helpdesk, secret: SECRET }), log };
}

export const heard = (pattern: RegExp) => (_: Desk, seen: readonly string[]) =>
  seen.some((one) => pattern.test(one));
export const filed =
  (...patterns: readonly RegExp[]) =>
  ({ tickets }: Desk) =>
    patterns.every((pattern) => tickets.some((one) => pattern.test(one)));

/** The bars of ordinary people: who gets there, what is recorded wrongly, silence, patience. */
export function hold(report: PeopleReport, turnsOver: number): void {
  const { reached, wrong, silent, missesEach } = report;
  expect({ reached, wrong, silent }, String(report)).toEqual({ reached: 1, wrong: 0, silent: 0 });
  expect(missesEach, String(report)).toBeLessThanOrEqual(0.5);
  expect(report.turnsOver, String(report)).toBeLessThanOrEqual(turnsOver);
}
