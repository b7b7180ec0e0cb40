import { hash } from "node:crypto";
import type { Follower } from "../../store/store.ts";
import type { Account } from "../accounts/account.ts";

/**
 * Who a follower is to the bot. WeChat has given out no nickname or avatar since 2021-12-27, so a
 * follower has a generic name that is stable and cannot be turned back into the openid.
 */
export interface Identity {
  readonly name: string;
  /** An address or a data URL of a picture. */
  readonly avatar: string;
}

/** A bot's own way to know people: a remark, a CRM, an OAuth profile given with consent. */
export type ResolveIdentity = (
  follower: Follower,
  generic: Identity,
) => Partial<Identity> | undefined | Promise<Partial<Identity> | undefined>;

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const TAG_CHARACTERS = 6;

/** The generic identity: "WeChat user 7F3AQK" in the account's language, with a drawn avatar. */
export function genericIdentity({ appId, openid }: Follower, account: Account): Identity {
  const digest = digestOf({ appId, openid });
  return new GenericIdentity(account.words.person(tagOf(digest)), digest);
}

/** What tells a generic name from others, "7F3AQK": the same in every language. */
export function genericTag(follower: Follower): string {
  return tagOf(digestOf(follower));
}

/**
 * The digest is text, because bytes would cost every turn a buffer. Hardly any turn needs more than the first six
 * characters.
 */
function digestOf({ appId, openid }: Follower): string {
  return hash("sha256", `${appId}|${openid}`);
}

function tagOf(digest: string): string {
  let tag = "";
  for (let i = 0; i < TAG_CHARACTERS; i++) {
    tag += BASE32[Number.parseInt(digest.slice(2 * i, 2 * i + 2), 16) % BASE32.length];
  }
  return tag;
}

class GenericIdentity implements Identity {
  readonly name: string;
  /** In hexadecimal. */
  readonly #digest: string;

  constructor(name: string, digest: string) {
    this.name = name;
    this.#digest = digest;
  }

  /** Drawn only when somebody looks: most turns never do. */
  get avatar(): string {
    return drawAvatar(Buffer.from(this.#digest, "hex"));
  }
}

/** A five by five pattern, mirrored, in a colour of its own, as an SVG data URL. */
function drawAvatar(digest: Buffer): string {
  const hue = Math.round(((digest[8] as number) / 256) * 360);
  let cells = "";
  for (let row = 0; row < 5; row++) {
    for (let column = 0; column < 3; column++) {
      if (((digest[10 + row] as number) >> column) % 2 === 0) continue;
      cells += cell(column, row);
      if (column < 2) cells += cell(4 - column, row);
    }
  }
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 7 7">` +
    `<rect x="-1" y="-1" width="7" height="7" fill="hsl(${hue} 45% 92%)"/>` +
    `<g fill="hsl(${hue} 45% 45%)">${cells}</g></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function cell(x: number, y: number): string {
  return `<rect x="${x}" y="${y}" width="1" height="1"/>`;
}

/** What the bot's own `identity` knows of a follower; where it knows nothing, the generic name and avatar. */
export async function identify(
  follower: Follower,
  account: Account,
  resolve: ResolveIdentity | undefined,
): Promise<Identity> {
  const generic = genericIdentity(follower, account);
  const own = await resolve?.(follower, generic);
  return own === undefined
    ? generic
    : { name: own.name ?? generic.name, avatar: own.avatar ?? generic.avatar };
}
