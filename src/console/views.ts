import type { CheckedSettings } from "../adapter/accounts/account.ts";
import type { LinkedAccount } from "../adapter/accounts/linking/linkedAccounts.ts";
import { genericTag } from "../adapter/translate/identity.ts";
import { type AccountFacts, PERMISSION_SETS } from "../client/accountFacts.ts";
import { diagnose, type Language } from "../client/diagnosis.ts";
import { findingWords } from "../language/words/findings.ts";
import type { DiagnosisView } from "../web/diagnosisView.ts";
import type { NotedFailures } from "./failureNotes.ts";
import type { Known } from "./people.ts";
import type { Failure, Seen } from "./watch.ts";
import type {
  AccountDetail,
  AccountRow,
  Both,
  FailureView,
  FindingView,
  KindView,
  OwnView,
  PersonView,
  SetView,
} from "./wire.ts";

/** An account with secrets of its own as a row: none of its secrets. */
export function ownRow({ appId }: CheckedSettings, seen: Seen): AccountRow {
  return {
    appId,
    how: "own",
    state: "own",
    findings: { en: [], zh: [] },
    since: 0,
    checkedAt: 0,
    ...seenIn(seen),
  };
}

/** What its settings say: none of its secrets. */
export function ownView({
  mode,
  encodingAESKey,
  appSecret,
  apiSecurity,
}: CheckedSettings): OwnView {
  return {
    mode: mode ?? (encodingAESKey === undefined ? "plain" : "safe"),
    secret: appSecret !== undefined,
    signed: apiSecurity !== undefined,
  };
}

export function linkedRow({ appId, link, facts, since }: LinkedAccount, seen: Seen): AccountRow {
  return {
    appId,
    how: "linked",
    state: link.state,
    ...(facts && factsIn(facts)),
    findings: both((language) =>
      link.findings.map((name): FindingView => ({ name, ...findingWords(name, language) })),
    ),
    since,
    checkedAt: link.checkedAt,
    ...seenIn(seen),
  };
}

/** What is seen beside the row when it is opened. */
export function detailOf(
  row: AccountRow,
  seen: Seen,
  everywhere: readonly NotedFailures[],
  people: readonly Known[],
): Omit<AccountDetail, "originalId" | "locale" | "timeZone"> {
  return {
    ...row,
    hours: seen.hours,
    routes: [...seen.routes]
      .map(([name, count]) => ({ name, count }))
      .sort((a, b) => b.count - a.count),
    lastFailures: seen.failures.map(failureView),
    everywhere: everywhere.map(kindView),
    people: people.map(personView),
  };
}

export function personView({ follower, seenAt, waiting }: Known): PersonView {
  return { tag: genericTag(follower), openid: lastFour(follower.openid), seenAt, waiting };
}

/** What a code means, in both languages. */
export function diagnosisOf(code: number): Both<DiagnosisView> {
  return both((language) => {
    const { inWords, page, errmsg, cause, trigger, purpose, checks } = diagnose(code, { language });
    const head = { code, errmsg, cause, trigger, purpose, checks };
    return { ...head, ...inWords, ...(page !== undefined && { page }) };
  });
}

function kindView(kind: NotedFailures): KindView {
  const { code } = kind;
  return { ...kind, ...(code !== undefined && { diagnosis: diagnosisOf(code) }) };
}

function failureView({ id, at, what, fate, code, follower }: Failure): FailureView {
  return {
    ...{ id, at, what, fate },
    ...(code !== undefined && { code, diagnosis: diagnosisOf(code) }),
    ...(follower && { tag: genericTag(follower), openid: lastFour(follower.openid) }),
  };
}

/** WeChat's own pictures come by http, which an https page would not show. */
function factsIn({ name, picture, kind, principal, verification, sets }: AccountFacts) {
  const secure = picture?.replace(/^http:/i, "https:");
  return {
    ...{ name, kind, principal, verification },
    ...(secure !== undefined && /^https:\/\//i.test(secure) && { picture: secure }),
    sets: sets.map(({ id, unconfirmed }): SetView => {
      const known = PERMISSION_SETS[id] ?? { zh: `权限集 ${id}`, en: `set ${id}` };
      return { id, name: known, ...(unconfirmed && { unconfirmed }) };
    }),
  };
}

function seenIn({ lastHour: { pushes, replies, failures } }: Seen) {
  return { pushes, replies, failures };
}

function both<T>(say: (language: Language) => T): Both<T> {
  return { en: say("en"), zh: say("zh") };
}

function lastFour(openid: string): string {
  return openid.slice(-4);
}
