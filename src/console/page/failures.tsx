import { Diagnosis } from "../../web/page/diagnosis.tsx";
import type { FailureView } from "../wire.ts";
import { useStage } from "./context.ts";
import { clockOf } from "./times.ts";
import { sayName } from "./words.ts";

/** The last failures; opened, what the code means and what to check. */
export function Failures({ failures }: { readonly failures: readonly FailureView[] }) {
  const { say } = useStage();
  return (
    <section class="card" aria-label={say("wentWrong")}>
      <h3>{say("wentWrong")}</h3>
      {failures.length === 0 && <p class="quiet">{say("nothingWrong")}</p>}
      <ul class="failures">
        {failures.map((failure) => (
          <li key={failure.id}>
            <Failure failure={failure} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Failure({ failure }: { readonly failure: FailureView }) {
  const { say, language } = useStage();
  const { at, what, fate, code, tag, openid, diagnosis } = failure;
  return (
    <details>
      <summary>
        <time>{clockOf(at, language)}</time>
        <span class="failure-what">
          {what === "message" ? say("message") : <code>{what}</code>}
        </span>
        {tag !== undefined && (
          <span class="failure-who">
            {say("person", tag)} <small>…{openid}</small>
          </span>
        )}
        <span class={fate === "held" ? "mark warn" : "mark fault"}>
          {code !== undefined && <b>{code}</b>} {sayName(say, "fate", fate)}
        </span>
      </summary>
      {diagnosis === undefined ? (
        <p class="quiet">{say("noCode")}</p>
      ) : (
        <Diagnosis diagnosis={diagnosis[language]} language={language} />
      )}
    </details>
  );
}
