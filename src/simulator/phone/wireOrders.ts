import type { FollowerAction } from "../actions/actions.ts";
import type { FaultEffect } from "../faults/faults.ts";
import type { AccountKind, Withheld } from "../world/kinds.ts";
import type { StateOrder } from "./wireKept.ts";

/** What the page can ask for, each to its own path. */
export interface Orders {
  "/api/act": { readonly openid: string; readonly action: FollowerAction };
  "/api/people": { readonly name?: string };
  "/api/person": { readonly openid: string; readonly blocked: boolean };
  "/api/media": {
    readonly type: "image" | "voice" | "video";
    readonly name: string;
    readonly base64: string;
  };
  "/api/time": { readonly ms: number };
  "/api/trouble": {
    readonly slowMs?: number;
    readonly lose?: boolean;
    readonly apiDown?: boolean;
    readonly revokeToken?: boolean;
    /** Calls of the API go wrong in this way from now on. */
    readonly fault?: FaultEffect & { readonly path?: string };
    /** Such a fault is over: this one, or all of them. */
    readonly clearFault?: number | "all";
    /** Everything is in order again. */
    readonly clear?: boolean;
  };
  /** The account becomes another kind of account. */
  "/api/account": { readonly kind: AccountKind; readonly without: readonly Withheld[] };
  /** Empties a chat; `anew`: the account and its bot forget the person. */
  "/api/clear": { readonly openid: string; readonly anew: boolean };
  /** A push once more, with a new number and time; `xml`: as it was edited. */
  "/api/resend": { readonly id: string; readonly xml?: string };
  "/api/bot": { readonly do: "restart" };
  /** A value of what the bot keeps, edited. */
  "/api/state": StateOrder;
  "/api/write": { readonly openid: string; readonly way: WriteWay; readonly text: string };
}

/** How the account may be told to write first. */
export type WriteWay = "proactive" | "custom" | "template" | "mass";
