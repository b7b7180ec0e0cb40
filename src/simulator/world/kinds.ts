import type { AccountSettings } from "./account.ts";

/** Kinds of account that a tester can play, by the names that the page and the command line use. */
const ACCOUNT_KINDS = {
  service: { type: "service", verification: 0 },
  "service-unverified": { type: "service", verification: -1 },
  subscription: { type: "subscription", verification: 0 },
  "subscription-unverified": { type: "subscription", verification: -1 },
  test: { type: "test", verification: -1 },
} as const satisfies Readonly<Record<string, Pick<AccountSettings, "type" | "verification">>>;

export type AccountKind = keyof typeof ACCOUNT_KINDS;

export const KIND_NAMES = Object.keys(ACCOUNT_KINDS) as readonly AccountKind[];

/** Rights that an account of the right kind may still lack. */
export const WITHHELD = ["customerService", "templates"] as const;

/** A right that was not applied for, or that WeChat took away. */
export type Withheld = (typeof WITHHELD)[number];

/** The name of the account's kind. */
export function kindOf({ type, verification }: AccountSettings): AccountKind {
  if (type === "test") return "test";
  return verification === -1 ? `${type}-unverified` : type;
}

/** What is changed of an account so that it is of a kind, and lacks these rights of it. */
export function ofKind(
  kind: AccountKind,
  without: readonly Withheld[],
): Pick<AccountSettings, "type" | "verification" | "without"> {
  return { ...ACCOUNT_KINDS[kind], without };
}
