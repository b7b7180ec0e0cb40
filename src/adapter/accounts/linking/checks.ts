import { type AccountFacts, grantOf } from "../../../client/accountFacts.ts";
import type { Right } from "../../../client/endpoints/row.ts";
import type { Finding } from "../../../language/words/findings.ts";

/**
 * What will not work with an account, said before the first message fails. `needs`: the rights that the bot uses.
 * Sources: outbound.md 2.1 (who has which right), 7.3 (verification, status, permission sets).
 */
export function findingsOf(facts: AccountFacts, needs: readonly Right[]): readonly Finding[] {
  const findings = new Set<Finding>();
  const { kind, sets, status, verification } = facts;
  if (status !== "normal") findings.add(status);
  if (verification === "unverified") findings.add("unverified");
  if (verification === "name-pending") findings.add("verification-name-pending");
  // A subscription account has no web pages, QR codes, template and subscription messages, verified or not.
  if (kind === "subscription") findings.add("subscription-account");
  for (const need of needs) {
    const grant = grantOf(need, sets);
    if (grant === "missing") findings.add("permission-missing");
    if (grant === "unconfirmed") findings.add("permission-unconfirmed");
  }
  return [...findings];
}

/** Whether the account can send customer-service messages at all; undefined where only WeChat's answers will tell. */
export function maySendLater({ sets, verification }: AccountFacts): false | undefined {
  const able = verification === "verified" && grantOf("customer-service", sets) === "granted";
  return able ? undefined : false;
}

/**
 * Whether web pages may learn who a follower is: only those of a verified service account that gave us the permission
 * set for web pages.
 */
export function mayAuthorise({ kind, sets, verification }: AccountFacts): boolean {
  return kind === "service" && verification === "verified" && grantOf("web", sets) === "granted";
}
