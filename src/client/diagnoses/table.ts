/**
 * Every code that we have texts for. Loaded for the first question: the table is large, and most processes never ask.
 */
import { ADDRESS } from "./access/address.ts";
import { AUTHORISATION } from "./access/authorisation.ts";
import { COMPONENTS, REGISTRATIONS } from "./access/components.ts";
import { CREDENTIALS, TOKENS, WEB_LOGINS } from "./access/credentials.ts";
import { PERMISSION } from "./access/permission.ts";
import { ADDRESSES, RATES, RISKS, TROUBLES } from "./access/rates.ts";
import { REQUESTS } from "./access/requests.ts";
import { PUNISHMENTS, RIGHTS } from "./access/rights.ts";
import { SET_UP } from "./access/setUp.ts";
import { SIGNED_CALLS } from "./access/signedCalls.ts";
import { SIGN_IN } from "./access/signIn.ts";
import type { Entries, Entry, Family } from "./entry.ts";
import { GENERAL } from "./general.ts";
import { AGENTS } from "./messages/agents.ts";
import { PUBLISHING } from "./messages/articles.ts";
import { COMMENTS } from "./messages/comments.ts";
import { CONTENT } from "./messages/content.ts";
import { DRAFTS } from "./messages/drafts.ts";
import { FOLLOWING } from "./messages/following.ts";
import { MEDIA } from "./messages/media.ts";
import { MENUS } from "./messages/menus.ts";
import { MESSAGE } from "./messages/message.ts";
import { MASS_SENDS, TEMPLATES } from "./messages/notifications.ts";
import { RECIPIENTS, TAGS, TYPING } from "./messages/people.ts";
import { SUBSCRIPTIONS, UNEXPLAINED } from "./messages/subscriptions.ts";
import { WINDOW } from "./messages/window.ts";
import { CARDS } from "./trade/cards.ts";
import { STATISTICS } from "./trade/figures.ts";
import { MOVING, SHORT_KEYS } from "./trade/keys.ts";
import { PRODUCTS } from "./trade/products.ts";
import { REDEMPTIONS } from "./trade/redemptions.ts";
import { QR_CODES, TOOLS } from "./trade/tools.ts";

const ENTRIES: readonly Entries[] = [
  WINDOW,
  FOLLOWING,
  SET_UP,
  SIGN_IN,
  ADDRESS,
  PERMISSION,
  MESSAGE,
  AUTHORISATION,
  GENERAL,
];

const FAMILIES: readonly Family[] = [
  TOKENS,
  CREDENTIALS,
  WEB_LOGINS,
  REQUESTS,
  RECIPIENTS,
  TYPING,
  TAGS,
  MEDIA,
  CONTENT,
  MENUS,
  RIGHTS,
  PUNISHMENTS,
  RATES,
  TROUBLES,
  ADDRESSES,
  RISKS,
  COMPONENTS,
  REGISTRATIONS,
  AGENTS,
  TEMPLATES,
  MASS_SENDS,
  PUBLISHING,
  COMMENTS,
  STATISTICS,
  SHORT_KEYS,
  MOVING,
  SIGNED_CALLS,
  SUBSCRIPTIONS,
  DRAFTS,
  UNEXPLAINED,
  QR_CODES,
  TOOLS,
  CARDS,
  REDEMPTIONS,
  PRODUCTS,
];

/** By code. */
export const TABLE: ReadonlyMap<number, Entry> = new Map([
  ...FAMILIES.flatMap(ofFamily),
  ...ENTRIES.flatMap((entries) => Object.entries(entries).map(numbered)),
]);

/** Codes with words of their own. The first ones are asked about most. */
export const BEST_KNOWN: readonly number[] = ENTRIES.flatMap((entries) =>
  Object.keys(entries).map(Number),
);

/** All codes that have a diagnosis, ascending. */
export const KNOWN_CODES: readonly number[] = [...TABLE.keys()].sort((a, b) => a - b);

/** How many codes were written down. If it is more than the known codes, one code was written down twice. */
export const WRITTEN_CODES: number =
  BEST_KNOWN.length + FAMILIES.reduce((sum, { codes }) => sum + Object.keys(codes).length, 0);

function ofFamily({ codes, checks, retry, route, trigger, purpose }: Family) {
  return Object.entries(codes).map(([code, { en, zh, first, ...own }]) =>
    numbered([
      code,
      {
        trigger,
        purpose,
        retry,
        route,
        ...own,
        cause: { en, zh },
        checks: first ? [first, ...checks] : checks,
      },
    ]),
  );
}

function numbered([code, entry]: readonly [string, Entry]): readonly [number, Entry] {
  return [Number(code), entry];
}
