/**
 * - `plain`: `/cgi-bin/token`. `stable`: `/cgi-bin/stable_token`.
 * - `component`: a third-party platform's own. `authorizer`: for one account, given to a component.
 */
export type TokenFamily = "plain" | "stable" | "component" | "authorizer";

export interface IssuedToken {
  readonly token: string;
  readonly family: TokenFamily;
  readonly issuedAt: number;
  /** Its natural end. */
  readonly expiresAt: number;
  /** When a newer one put an end to it; `undefined` while it is the newest. */
  readonly retiredAt?: number;
}

/** Seconds that a new token lives. */
export const TOKEN_SECONDS = 7_200;
/** How long the old and the new token are both good. Source: off:Basic_Information/Get_access_token */
export const OVERLAP_MS = 5 * 60_000;

/** `retired`: 40001. `expired`: 42001. Which code each corner gets is not documented. */
export function tokenState(token: IssuedToken, now: number): "good" | "retired" | "expired" {
  if (token.retiredAt !== undefined && now >= token.retiredAt) return "retired";
  return now < token.expiresAt ? "good" : "expired";
}
