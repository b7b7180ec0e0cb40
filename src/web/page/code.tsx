import type { ComponentChildren } from "preact";

/** Text as it stands. It may be larger than its place: who has no mouse gets there by Tab, and scrolls with the keys. */
export function Code({
  class: name,
  children,
}: {
  readonly class?: string;
  readonly children: ComponentChildren;
}) {
  const reached = { tabIndex: 0, ...(name !== undefined && { class: name }) };
  return <pre {...reached}>{children}</pre>;
}
