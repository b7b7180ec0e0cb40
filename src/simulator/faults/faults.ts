/** What is to go wrong with calls of the API. */
export type FaultEffect =
  /** Answered rightly, but this much later. */
  | { readonly do: "delay"; readonly ms: number }
  /** The connection breaks; `accepted` says whether the call took effect before that. */
  | { readonly do: "cut"; readonly accepted: boolean }
  /** Never answered, and without effect. */
  | { readonly do: "drop" }
  | { readonly do: "errcode"; readonly errcode: number; readonly errmsg?: string }
  /** A gateway's answer: some status and no JSON. Without effect. */
  | { readonly do: "status"; readonly status: number }
  /** An answer that is no JSON, after the call took effect. */
  | { readonly do: "garble" };

export type Fault = FaultEffect & {
  /** The endpoint; absent: all of them. */
  readonly path?: string;
  /** How often; absent: until it is cleared. */
  readonly times?: number;
};

/** Faults on order. The one that was ordered last strikes first. */
export interface Faults {
  /** Returns what {@link clear} takes to end this one. */
  order(fault: Fault): number;
  /** Without an id: all of them. */
  clear(id?: number): void;
  list(): readonly (Fault & { readonly id: number })[];
}
