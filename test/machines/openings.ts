import type { Opening } from "../../src/protocol/grants.ts";

/** What WeChat's list gives, in the test's own numbers: guide, api_sendcustommessage. */
export const grantsOf = {
  message: { kind: "message", limit: 5, forMs: 48 * 3_600_000 },
  click: { kind: "click", limit: 3, forMs: 60_000 },
  follow: { kind: "follow", limit: 3, forMs: 60_000 },
  scan: { kind: "scan", limit: 3, forMs: 60_000 },
  /** As it was until 2023. */
  payment: { kind: "payment", limit: 20, forMs: 48 * 3_600_000 },
} as const satisfies Record<string, Opening>;
