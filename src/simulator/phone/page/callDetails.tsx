import { useEffect, useState } from "preact/hooks";
import type { CallDetail } from "../wire.ts";
import { useStage } from "./context.ts";
import { Icon } from "./icons.tsx";
import { detail } from "./link.ts";
import type { CallRecord } from "./model.ts";
import { WebLink } from "./richText.tsx";

/** A call of the API opened; a refused one with what its code means and what to check. */
export function CallDetails({ record }: { readonly record: CallRecord }) {
  const { say } = useStage();
  const [call, setCall] = useState<CallDetail | "gone" | undefined>();
  useEffect(() => {
    let here = true;
    void detail<CallDetail>(`/api/call/${encodeURIComponent(record.rid)}`).then((found) => {
      if (here) setCall(found ?? "gone");
    });
    return () => {
      here = false;
    };
  }, [record.rid]);
  if (call === undefined) return null;
  if (call === "gone") return <p class="quiet">{say("notKept")}</p>;
  return (
    <>
      {call.diagnosis !== undefined && <Diagnosis diagnosis={call.diagnosis} />}
      <div class="wire">
        <h4>{say("request")}</h4>
        <pre class="wire-url">
          {call.method} {call.url}
        </pre>
        {call.body !== "" && <pre>{pretty(call.body)}</pre>}
        <h4>{say("answer")}</h4>
        <pre>{pretty(call.answer)}</pre>
      </div>
    </>
  );
}

function Diagnosis({ diagnosis }: { readonly diagnosis: NonNullable<CallDetail["diagnosis"]> }) {
  const { say, language } = useStage();
  const { code, errmsg, cause, trigger, purpose, checks, retry, route, page } = diagnosis[language];
  return (
    <article class="diagnosis" aria-label={`${say("diagnosis")} ${code}`}>
      <h3>
        <span class="code">{code}</span> {say("diagnosis")}
      </h3>
      {errmsg !== "" && <p class="errmsg">{errmsg}</p>}
      <h4>{say("cause")}</h4>
      <p>{marked(cause)}</p>
      <h4>{say("checklist")}</h4>
      <ul class="checklist">
        {checks.map((check) => (
          <li key={check}>
            <label>
              <input type="checkbox" />
              <span>{marked(check)}</span>
            </label>
          </li>
        ))}
      </ul>
      <h4>{say("trigger")}</h4>
      <p>{marked(trigger)}</p>
      <h4>{say("purpose")}</h4>
      <p>{marked(purpose)}</p>
      <dl class="diagnosis-more">
        <dt>{say("retry")}</dt>
        <dd>{retry}</dd>
        <dt>{say("waysLeft")}</dt>
        <dd>{route.join(" · ")}</dd>
      </dl>
      {page !== undefined && (
        <WebLink class="text-link" href={page}>
          {say("documentation")} <Icon name="push" size={13} />
        </WebLink>
      )}
    </article>
  );
}

/** Names of fields stand in backticks. */
function marked(text: string) {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? <code key={`${index}`}>{part}</code> : part));
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
