import { Diagram } from "../../../web/page/diagram.tsx";
import type { AccountDetail, MachinesView } from "../../wire.ts";
import { useRead, useStage } from "../context.ts";
import { sayName } from "../words.ts";
import { OwnChecks } from "./ownChecks.tsx";

/** What is found, with what mends it, and where the link is in its life. */
export function LinkState({ account }: { readonly account: AccountDetail }) {
  const { say, language } = useStage();
  const { findings, state, how } = account;
  const found = findings[language];
  return (
    <section class="card" aria-label={say("checks")}>
      <h3>{say("checks")}</h3>
      {how === "own" && <p class="quiet">{say("ownHint")}</p>}
      {how === "own" && <OwnChecks appId={account.appId} />}
      {state === "withdrawn" && <p class="problem">{say("withdrawnHint")}</p>}
      {state === "linked" && <p class="good">{say("allWell")}</p>}
      <ul class="findings">
        {found.map(({ name, what, remedy }) => (
          <li key={name}>
            <b>{what}</b>
            <p>{remedy}</p>
          </li>
        ))}
      </ul>
      {how === "linked" && <Life state={state} />}
    </section>
  );
}

function Life({ state }: { readonly state: string }) {
  const { say } = useStage();
  const machines = useRead<MachinesView>("/api/machines", true);
  if (machines === undefined || machines === "gone") return null;
  const label = say("machine", sayName(say, "state", state));
  return (
    <details class="life">
      <summary>{label}</summary>
      <div class="drawing">
        <Diagram shape={machines.link} active={[state]} label={label} />
      </div>
    </details>
  );
}
