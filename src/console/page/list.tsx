import { useState } from "preact/hooks";
import { Icon } from "../../web/page/icons.tsx";
import type { AccountRow } from "../wire.ts";
import { useRead, useStage } from "./context.ts";
import { LinkDialog } from "./linkDialog.tsx";
import { Picture, StateMark } from "./marks.tsx";
import { sayName } from "./words.ts";

/** Channels → WeChat Official Accounts. */
export function List() {
  const { say, session } = useStage();
  const rows = useRead<readonly AccountRow[]>("/api/accounts");
  const [isLinking, setLinking] = useState(false);
  return (
    <section class="view">
      <header class="view-head">
        <h2>{say("officialAccounts")}</h2>
        {session.links && (
          <button type="button" class="primary with-icon" onClick={() => setLinking(true)}>
            <Icon name="add" size={18} /> {say("linkAccount")}
          </button>
        )}
      </header>
      {!session.links && <p class="quiet">{say("noComponent")}</p>}
      {isLinking && <LinkDialog onClose={() => setLinking(false)} />}
      {rows === undefined && <p class="empty">{say("loading")}</p>}
      {Array.isArray(rows) && rows.length === 0 && <p class="empty">{say("noAccounts")}</p>}
      {Array.isArray(rows) && rows.length > 0 && (
        <div class="card table-card">
          <table class="accounts">
            <thead>
              <tr>
                <th scope="col">{say("account")}</th>
                <th scope="col">{say("state")}</th>
                <th scope="col">{say("kind")}</th>
                <th scope="col">{say("verification")}</th>
                <th scope="col">{say("principal")}</th>
                <th scope="col" class="number">
                  {say("pushes")}
                </th>
                <th scope="col" class="number">
                  {say("replies")}
                </th>
                <th scope="col" class="number">
                  {say("failures")}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row: AccountRow) => (
                <Row key={row.appId} row={row} />
              ))}
            </tbody>
          </table>
          <p class="quiet table-foot">{say("lastHour")}</p>
        </div>
      )}
    </section>
  );
}

function Row({ row }: { readonly row: AccountRow }) {
  const { say, language } = useStage();
  const { appId, name, kind, verification, principal, findings, how } = row;
  return (
    <tr>
      <th scope="row">
        <a class="who" href={`#/account/${appId}`}>
          <Picture row={row} size={36} />
          <span>
            <b>{name ?? (how === "own" ? say("unnamed") : appId)}</b>
            <small>{appId}</small>
          </span>
        </a>
      </th>
      <td class="state">
        <StateMark state={row.state} />
        {findings[language].map(({ name: finding, what }) => (
          <small class="finding-line" key={finding}>
            {what}
          </small>
        ))}
      </td>
      <td class="word">{kind && sayName(say, "kind", kind)}</td>
      <td class="word">{verification && sayName(say, "verification", verification)}</td>
      <td>{principal}</td>
      <td class="number" data-name={say("pushes")}>
        {row.pushes}
      </td>
      <td class="number" data-name={say("replies")}>
        {row.replies}
      </td>
      <td class={row.failures > 0 ? "number bad" : "number"} data-name={say("failures")}>
        {row.failures}
      </td>
    </tr>
  );
}
