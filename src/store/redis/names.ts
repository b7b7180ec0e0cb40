import { hash } from "node:crypto";
import type { Follower } from "../store.ts";

/** How many sets of due work there are. Fixed for ever once there is data: a key's bucket stands in its name. */
const BUCKETS = 256;

/**
 * Names of keys. What stands between braces decides the cluster slot, so everything of one follower, and
 * the index of due work that he stands in, is on one server and in reach of one script.
 */
export interface Names {
  /** The keys of one follower: the line, the pushes, the index of due work, the bot state, that of urgent work. */
  of(follower: Follower): readonly string[];
  /** The bot state of one owner: see `ownerOf`. */
  state(owner: string): string;
  /** The access token of one credential. */
  token(name: string): string;
  /** The follower's name in the index of due work. */
  member(follower: Follower): string;
  /**
   * Indexes of due work that can wait (urgent work of an earlier release stands there too), and of due work that
   * cannot.
   */
  readonly due: readonly string[];
  readonly urgent: readonly string[];
  /** Begins the channels on which processes are woken. */
  readonly channels: string;
  /** Any key of any slot, for a write that proves that writes are taken. */
  readonly probe: string;
  /** The version of what is stored: see `format.ts`. */
  readonly format: string;
  /** What the name of every key begins with. */
  readonly prefix: string;
}

export function namesFor(prefix: string): Names {
  const tag = (bucket: number) => `${prefix}:{b${bucket}}`;
  const state = (owner: string) => `${tag(bucketOf(owner))}:s:${owner}`;
  return {
    of({ appId, openid }) {
      const base = tag(bucketOf(openid));
      const name = `${appId}:${openid}`;
      return [
        `${base}:f:${name}`,
        `${base}:p:${name}`,
        `${base}:due`,
        state(openid),
        `${base}:urgent`,
      ];
    },
    state,
    token: (name) => `${tag(bucketOf(name))}:k:${name}`,
    member: ({ appId, openid }) => `${appId}:${openid}`,
    due: Array.from({ length: BUCKETS }, (_, bucket) => `${tag(bucket)}:due`),
    urgent: Array.from({ length: BUCKETS }, (_, bucket) => `${tag(bucket)}:urgent`),
    channels: `${prefix}:w:`,
    probe: `${prefix}:probe`,
    format: `${prefix}:format`,
    prefix,
  };
}

/** What decides about the cluster slot of a follower's keys. */
export function slotIn(names: Names): (of: { readonly follower: Follower }) => string {
  return ({ follower }) => {
    const [key = ""] = names.of(follower);
    return key.slice(0, key.indexOf("}"));
  };
}

/** The openid alone decides, because Bot Framework's keys of a person's state name nothing else. */
function bucketOf(openid: string): number {
  return Number.parseInt(hash("sha1", openid).slice(0, 2), 16);
}

export function followerNamed(member: string): Follower {
  const end = member.indexOf(":");
  return { appId: member.slice(0, end), openid: member.slice(end + 1) };
}
