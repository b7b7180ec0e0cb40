import { assign, type SnapshotFrom, setup } from "xstate";
import type { Finding } from "../language/words/findings.ts";
import { checkMachine, next } from "./pure.ts";

/**
 * The link between an Official Account and the third-party platform that we are, from the first press on
 * "Link" to the owner's withdrawal. Time comes as data: `at` is milliseconds since the epoch.
 */
export type LinkEvent =
  /** Somebody opened WeChat's authorisation page. */
  | { readonly type: "started"; readonly at: number }
  /** The page's code ended, and nobody agreed. */
  | { readonly type: "lapsed"; readonly at: number }
  /** The account's administrator agreed, or changed what he agrees to. */
  | { readonly type: "authorised"; readonly at: number }
  /** WeChat was asked what the account is and may. */
  | { readonly type: "checked"; readonly at: number; readonly findings: readonly Finding[] }
  /** A call for the account was refused with a code that speaks of the account. */
  | { readonly type: "refused"; readonly at: number; readonly code: number }
  /** Somebody asks for the checks again. */
  | { readonly type: "recheck"; readonly at: number }
  /** The owner withdrew the authorisation on WeChat's side. */
  | { readonly type: "withdrawn"; readonly at: number }
  /** We forget the account. */
  | { readonly type: "unlinked"; readonly at: number };

/** Findings with which nothing works, until WeChat's side changes. */
const SUSPENDING: ReadonlySet<Finding> = new Set(["cancelled", "banned", "frozen", "forbidden"]);

/** What a refusal's code says of the account. Source: outbound.md 7.4, the error tables. */
const FINDING_OF_CODE: Readonly<Record<number, Finding>> = {
  48001: "right-missing",
  48004: "forbidden",
  45087: "forbidden",
  40164: "address-not-listed",
  61004: "address-not-listed",
  61007: "permission-missing",
  61016: "permission-unconfirmed",
  61017: "permission-missing",
  61028: "platform-unpublished",
  61029: "platform-unpublished",
};

/** The owner has withdrawn, or the refresh token is dead: only a new authorisation helps. */
const WITHDRAWN_CODES: ReadonlySet<number> = new Set([61003, 61023]);

interface LinkContext {
  readonly findings: readonly Finding[];
  /** When the present state was entered. */
  readonly since: number;
  /** When the account was last checked; 0 before the first check. */
  readonly checkedAt: number;
}

interface Happening {
  readonly context: LinkContext;
  readonly event: LinkEvent;
}

const suspends = (findings: readonly Finding[]) => findings.some((one) => SUSPENDING.has(one));

const setting = setup({
  types: {} as { context: LinkContext; events: LinkEvent },
  guards: {
    nothingFound: ({ event }: Happening) => event.type === "checked" && event.findings.length === 0,
    suspended: ({ event }: Happening) => event.type === "checked" && suspends(event.findings),
    saysWithdrawn: ({ event }: Happening) =>
      event.type === "refused" && WITHDRAWN_CODES.has(event.code),
    saysSuspended: ({ event }: Happening) =>
      event.type === "refused" && suspends(findingsOf(event.code)),
    saysLimited: ({ event }: Happening) =>
      event.type === "refused" && findingsOf(event.code).length > 0,
  },
  actions: {
    noteTime: assign(({ event }) => ({ since: event.at })),
    keepFindings: assign(({ event }) =>
      event.type === "checked"
        ? { findings: event.findings, checkedAt: event.at, since: event.at }
        : {},
    ),
    addFinding: assign(({ context, event }) =>
      event.type === "refused"
        ? { findings: [...new Set([...context.findings, ...findingsOf(event.code)])] }
        : {},
    ),
    forgetFindings: assign({ findings: [] }),
  },
});

const AUTHORISED = { target: "checking", actions: "noteTime" } as const;
const WITHDRAWN = { target: "withdrawn", actions: ["noteTime", "forgetFindings"] } as const;
const UNLINKED = { target: "unlinked", actions: ["noteTime", "forgetFindings"] } as const;
const CHECKED = [
  { target: "linked", guard: "nothingFound", actions: "keepFindings" },
  { target: "suspended", guard: "suspended", actions: "keepFindings" },
  { target: "limited", actions: "keepFindings" },
] as const;
const REFUSED = [
  { ...WITHDRAWN, guard: "saysWithdrawn" },
  { target: "suspended", guard: "saysSuspended", actions: ["noteTime", "addFinding"] },
  { target: "limited", guard: "saysLimited", actions: "addFinding" },
] as const;
/** What can happen to an account that has agreed. */
const HELD = {
  authorised: AUTHORISED,
  checked: CHECKED,
  recheck: AUTHORISED,
  withdrawn: WITHDRAWN,
  unlinked: UNLINKED,
} as const;

/** The life of a link. `docs/accounts.md` has its drawing, made by `node scripts/docs.ts`. */
export const accountLinkMachine = checkMachine(() =>
  setting.createMachine({
    id: "accountLink",
    context: { findings: [], since: 0, checkedAt: 0 },
    initial: "unlinked",
    states: {
      unlinked: {
        on: {
          started: { target: "authorising", actions: "noteTime" },
          // The owner agreed on WeChat's side, without our page.
          authorised: AUTHORISED,
        },
      },
      authorising: {
        on: { authorised: AUTHORISED, lapsed: UNLINKED, unlinked: UNLINKED },
      },
      // The check itself may be refused: our address is not listed, the platform is not released.
      checking: { on: { ...HELD, refused: REFUSED } },
      linked: { on: { ...HELD, refused: REFUSED } },
      limited: { on: { ...HELD, refused: REFUSED } },
      // The account is suspended already, so a refusal that would only limit it tells nothing new.
      suspended: { on: { ...HELD, refused: REFUSED[0] } },
      withdrawn: { on: { authorised: AUTHORISED, unlinked: UNLINKED } },
    },
  }),
);

export type LinkState =
  | "unlinked"
  | "authorising"
  | "checking"
  | "linked"
  | "limited"
  | "suspended"
  | "withdrawn";

/** What is stored of a link: JSON. Written by {@link stepLink}. */
export interface LinkRecord {
  readonly v: 1;
  readonly state: LinkState;
  readonly findings: readonly Finding[];
  /** When the state was entered, in milliseconds since the epoch. */
  readonly since: number;
  /** When the account was last checked; 0 before the first check. */
  readonly checkedAt: number;
}

const NEW_LINK: LinkRecord = { v: 1, state: "unlinked", findings: [], since: 0, checkedAt: 0 };

/** An account that nobody has linked yet. */
export function newLink(): LinkRecord {
  return NEW_LINK;
}

/** The link after an event. An event that changes nothing in a state is no mistake: pushes come twice. */
export function stepLink(record: LinkRecord, event: LinkEvent): LinkRecord {
  const { findings, since, checkedAt } = record;
  const snapshot = accountLinkMachine.resolveState({
    value: record.state,
    context: { findings, since, checkedAt },
  });
  const [after] = next(accountLinkMachine, snapshot, event);
  return recordOf(after);
}

function recordOf({ value, context }: SnapshotFrom<typeof accountLinkMachine>): LinkRecord {
  return { v: 1, state: value, ...context };
}

/** Whether messages of the account are taken and answered. */
export function isHeld({ state }: LinkRecord): boolean {
  return state === "checking" || state === "linked" || state === "limited" || state === "suspended";
}

/** Whether a code of WeChat speaks of the account and not of a message or a follower. */
export function concernsLink(code: number): boolean {
  return WITHDRAWN_CODES.has(code) || findingsOf(code).length > 0;
}

function findingsOf(code: number): readonly Finding[] {
  const finding = FINDING_OF_CODE[code];
  return finding === undefined ? [] : [finding];
}
