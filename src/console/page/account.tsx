import { useState } from "preact/hooks";
import { Icon } from "../../web/page/icons.tsx";
import type { AccountDetail } from "../wire.ts";
import { LinkState } from "./checks/linkState.tsx";
import { Codes } from "./codes.tsx";
import { useRead, useStage } from "./context.ts";
import { Everywhere, Failures } from "./failures.tsx";
import { Followers } from "./followers.tsx";
import { LinkDialog } from "./linkDialog.tsx";
import { Picture, StateMark } from "./marks.tsx";
import { MenuPane } from "./menuPane.tsx";
import { order } from "./server.ts";
import { dateOf } from "./times.ts";
import { Traffic } from "./traffic.tsx";
import { sayName } from "./words.ts";

/** Everything about one account. */
export function Account({ appId }: { readonly appId: string }) {
  const { say } = useStage();
  const account = useRead<AccountDetail>(`/api/account?appId=${encodeURIComponent(appId)}`);
  return (
    <section class="view">
      <a class="back" href="#/">
        <Icon name="back" size={17} /> {say("back")}
      </a>
      {account === undefined && <p class="empty">{say("loading")}</p>}
      {account === "gone" && <p class="empty">{say("gone")}</p>}
      {typeof account === "object" && (
        <>
          <Head account={account} />
          <div class="columns">
            <div class="column">
              <LinkState account={account} />
              <Failures failures={account.lastFailures} />
              <Everywhere kinds={account.everywhere} />
              <MenuPane appId={appId} />
            </div>
            <div class="column">
              <Facts account={account} />
              <Traffic account={account} />
              <Followers account={account} />
              <Codes appId={appId} />
            </div>
          </div>
        </>
      )}
    </section>
  );
}

function Head({ account }: { readonly account: AccountDetail }) {
  const { say, session, attempt, tell } = useStage();
  const [isLinking, setLinking] = useState(false);
  const { appId, name, how } = account;
  async function check(): Promise<void> {
    if (await attempt(() => order("/api/check", { appId }))) tell(say("checked"));
  }
  async function unlink(): Promise<void> {
    if (!confirm(say("unlinkSure"))) return;
    if (await attempt(() => order("/api/unlink", { appId }))) location.hash = "#/";
  }
  return (
    <header class="account-head">
      <Picture row={account} size={52} />
      <div>
        <h2>{name ?? (how === "own" ? say("unnamed") : appId)}</h2>
        <p class="quiet">
          <code>{appId}</code> <StateMark state={account.state} />
        </p>
      </div>
      <span class="bar-space" />
      {how === "linked" && session.links && (
        <div class="actions">
          <button type="button" class="secondary" onClick={() => void check()}>
            {say("checkAgain")}
          </button>
          <button type="button" class="secondary strong" onClick={() => setLinking(true)}>
            {say("authoriseAgain")}
          </button>
          <button type="button" class="danger" onClick={() => void unlink()}>
            {say("unlink")}
          </button>
        </div>
      )}
      {isLinking && <LinkDialog appId={appId} onClose={() => setLinking(false)} />}
    </header>
  );
}

function Facts({ account }: { readonly account: AccountDetail }) {
  const { say, language } = useStage();
  const { kind, verification, principal, since, checkedAt, originalId, locale, sets, own } =
    account;
  const calls = own && (own.secret ? (own.signed ? "signed" : "plain") : "none");
  const facts: readonly (readonly [string, string | undefined])[] = [
    [say("kind"), kind && sayName(say, "kind", kind)],
    [say("verification"), verification && sayName(say, "verification", verification)],
    [say("principal"), principal],
    [say("originalId"), originalId],
    [say("mode"), own && sayName(say, "mode", own.mode)],
    [say("calls"), calls && sayName(say, "calls", calls)],
    [say("locale"), locale],
    [say("linkedSince"), since > 0 ? dateOf(since, language) : undefined],
    [say("checkedAt"), checkedAt > 0 ? dateOf(checkedAt, language) : undefined],
  ];
  return (
    <section class="card">
      <h3>{say("account")}</h3>
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== undefined && value !== "")
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        {sets !== undefined && (
          <div>
            <dt>{say("permissions")}</dt>
            <dd class="sets">
              {sets.map(({ id, name, unconfirmed }) => (
                <span class={unconfirmed ? "mark warn" : "mark"} key={id}>
                  {name[language]}
                  {unconfirmed && ` · ${say("unconfirmed")}`}
                </span>
              ))}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}
