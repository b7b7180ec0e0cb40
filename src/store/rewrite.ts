import type { Follower, Store } from "./store.ts";

/** A text that a driver keeps, in the driver's own form, and what it belongs to. */
export type KeptText = { readonly text: string } & (
  | { readonly kind: "line"; readonly follower: Follower }
  | { readonly kind: "push"; readonly follower: Follower; readonly key: string }
  | { readonly kind: "state"; readonly owner: string; readonly key: string }
  | { readonly kind: "token"; readonly name: string }
);

/** What can be done to every text of a driver that keeps texts beyond its process, while others use them. */
export interface Rewritable {
  /**
   * Goes through a bounded part of everything that is kept, from where an earlier call ended, and replaces each text
   * by what `change` makes of it. Each text is changed in one atomic step: where somebody wrote meanwhile, `change`
   * is asked again. A text that is written during the pass may be passed over. Resolves to where the next call goes
   * on; undefined at the end. Rejects with `StoreUnavailable` as every verb does; then the same part may be asked for
   * again.
   */
  rewrite(
    from: string | undefined,
    change: (kept: KeptText) => string,
  ): Promise<string | undefined>;
}

/** Whether a driver can rewrite its texts. */
export function isRewritable(store: Store): store is Store & Rewritable {
  return typeof (store as Partial<Rewritable>).rewrite === "function";
}
