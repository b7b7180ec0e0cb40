import { Diagnosis } from "../../web/page/diagnosis.tsx";
import type { FailureView, KindView } from "../wire.ts";
import { useStage } from "./context.ts";
import { clockOf, dateOf } from "./times.ts";
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

/** Failures of all processes, counted by kind; nothing where there are none. */
export function Everywhere({ kinds }: { readonly kinds: readonly KindView[] }) {
  const { say } = useStage();
  if (kinds.length === 0) return null;
  return (
    <section class="card" aria-label={say("everywhere")}>
      <h3>{say("everywhere")}</h3>
      <p class="quiet">{say("everywhereHint")}</p>
      <ul class="failures">
        {kinds.map((kind) => (
          <li key={[kind.process, kind.what, kind.fate, kind.code].join("|")}>
            <Kind kind={kind} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Kind({ kind }: { readonly kind: KindView }) {
  const { say, language } = useStage();
  const { at, what, fate, code, count, process, diagnosis } = kind;
  return (
    <details>
      <summary>
        <time>{dateOf(at, language)}</time>
        <span class="failure-what">
          {say("times", count)} {what === "message" ? say("message") : <code>{what}</code>}
        </span>
        <span class="failure-who">
          <small>{process}</small>
        </span>
        <span class={fate === "held" ? "mark warn" : "mark fault"}>
          {code !== undefined && <b>{code}</b>} {sayName(say, "fate", fate)}
        </span>
      </summary>
      <Meaning diagnosis={diagnosis} />
    </details>
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
      <Meaning diagnosis={diagnosis} />
    </details>
  );
}

function Meaning({ diagnosis }: { readonly diagnosis: FailureView["diagnosis"] | undefined }) {
  const { say, language } = useStage();
  if (diagnosis === undefined) return <p class="quiet">{say("noCode")}</p>;
  return <Diagnosis diagnosis={diagnosis[language]} language={language} />;
}
