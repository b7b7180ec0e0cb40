import { type AccountFacts, grantOf } from "../../../client/accountFacts.ts";
import type { Right } from "../../../client/endpoints/row.ts";
import type { Finding } from "../../../language/words/findings.ts";

/**
 * What will not work with an account, said before the first message fails. `needs` are the rights that the
 * bot uses. Sources: outbound.md 2.1 (who has which right), 7.3 (verification, status, permission sets).
 */
export function findingsOf(facts: AccountFacts, needs: readonly Right[]): readonly Finding[] {
  const findings = new Set<Finding>();
  const { kind, sets, status, verification } = facts;
  if (status !== "normal") findings.add(status);
  if (verification === "unverified") findings.add("unverified");
  if (verification === "name-pending") findings.add("verification-name-pending");
  // It has no web pages, QR codes, template and subscription messages, whatever its verification.
  if (kind === "subscription") findings.add("subscription-account");
  for (const need of needs) {
    const grant = grantOf(need, sets);
    if (grant === "missing") findings.add("permission-missing");
    if (grant === "unconfirmed") findings.add("permission-unconfirmed");
  }
  return [...findings];
}

/** Whether the account can send customer-service messages at all; undefined: WeChat's answers will tell. */
export function maySendLater({ sets, verification }: AccountFacts): false | undefined {
  const able = verification === "verified" && grantOf("customer-service", sets) === "granted";
  return able ? undefined : false;
}

/** Whether web pages may learn who a follower is: of verified service accounts that gave us the web's permission set. */
export function mayAuthorise({ kind, sets, verification }: AccountFacts): boolean {
  return kind === "service" && verification === "verified" && grantOf("web", sets) === "granted";
}
