import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
};

/**
 * Makes one tab stop of a list: Tab comes to the place where one was, arrows go from there, Home and End to the ends.
 * What `selector` finds is rendered with `tabIndex={-1}`; `first`: where one comes to at first. `axis`: arrows of the
 * other one are left to others.
 */
export function useRoving<E extends HTMLElement>(
  selector: string,
  { first = selector, axis }: { readonly first?: string; readonly axis?: "vertical" } = {},
): {
  readonly ref: RefObject<E>;
  onKeyDown(event: KeyboardEvent): void;
  onFocusIn(event: FocusEvent): void;
} {
  const ref = useRef<E>(null);
  const stops = () => [...(ref.current?.querySelectorAll<HTMLElement>(selector) ?? [])];

  function stopAt(one: HTMLElement | undefined): void {
    for (const stop of ref.current?.querySelectorAll<HTMLElement>(
      `:is(${selector})[tabindex="0"]`,
    ) ?? []) {
      if (stop !== one) stop.tabIndex = -1;
    }
    if (one !== undefined) one.tabIndex = 0;
  }
  // Rows come and go: one of those that are there is always to be had.
  useLayoutEffect(() => {
    if (ref.current?.querySelector(`:is(${selector})[tabindex="0"]`)) return;
    stopAt(ref.current?.querySelector<HTMLElement>(first) ?? stops()[0]);
  });
  return {
    ref: ref as RefObject<E>,
    onKeyDown(event) {
      const { key, target } = event;
      if (axis === "vertical" && (key === "ArrowLeft" || key === "ArrowRight")) return;
      const all = stops();
      const at = all.indexOf(target as HTMLElement);
      if (at < 0) return;
      const to =
        key === "Home" ? 0 : key === "End" ? all.length - 1 : at + (STEPS[key] ?? Number.NaN);
      const next = all[to];
      if (Number.isNaN(to)) return;
      event.preventDefault();
      next?.focus();
    },
    onFocusIn({ target }) {
      if (stops().includes(target as HTMLElement)) stopAt(target as HTMLElement);
    },
  };
}
