import type { ComponentChildren } from "preact";
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
  return (
    <Details of={kind} time={dateOf(kind.at, language)} times={say("times", kind.count)}>
      <span class="failure-who">
        <small>{kind.process}</small>
      </span>
    </Details>
  );
}

function Failure({ failure }: { readonly failure: FailureView }) {
  const { say, language } = useStage();
  const { tag, openid } = failure;
  return (
    <Details of={failure} time={clockOf(failure.at, language)}>
      {tag !== undefined && (
        <span class="failure-who">
          {say("person", tag)} <small>…{openid}</small>
        </span>
      )}
    </Details>
  );
}

interface DetailsProps {
  readonly of: Pick<FailureView | KindView, "what" | "fate" | "code" | "diagnosis">;
  readonly time: string;
  readonly times?: string;
  /** Whose it is. */
  readonly children: ComponentChildren;
}

function Details({ of, time, times, children }: DetailsProps) {
  const { say } = useStage();
  const { what, fate, code, diagnosis } = of;
  return (
    <details>
      <summary>
        <time>{time}</time>
        <span class="failure-what">
          {times !== undefined && `${times} `}
          {what === "message" ? say("message") : <code>{what}</code>}
        </span>
        {children}
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
