import type { Platform } from "../platform.ts";
import type { Fault, Faults } from "./faults.ts";

interface Ordered {
  readonly id: number;
  readonly fault: Fault;
  left: number;
}

/** The faults that are on order, and which of them strikes a call. */
export interface FaultBox extends Faults {
  /** Takes the fault that strikes a call of this endpoint now, if any. */
  take(path: string): Fault | undefined;
}

export function createFaultBox(platform: Platform): FaultBox {
  let ordered: readonly Ordered[] = [];
  let last = 0;

  function order(fault: Fault): number {
    const id = ++last;
    ordered = [{ id, fault, left: fault.times ?? Number.POSITIVE_INFINITY }, ...ordered];
    platform.record("fault.ordered", { id, fault });
    return id;
  }

  function clear(id?: number): void {
    ordered = id === undefined ? [] : ordered.filter((one) => one.id !== id);
    platform.record("fault.cleared", { id: id ?? null });
  }

  function take(path: string): Fault | undefined {
    const found = ordered.find(({ fault }) => fault.path === undefined || fault.path === path);
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) ordered = ordered.filter((one) => one !== found);
    platform.record("fault.struck", { id: found.id, path });
    return found.fault;
  }

  return { order, clear, take, list: () => ordered.map(({ id, fault }) => ({ id, ...fault })) };
}
