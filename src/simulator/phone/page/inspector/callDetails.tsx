import { useEffect, useState } from "preact/hooks";
import { Code } from "../../../../web/page/code.tsx";
import { Diagnosis } from "../../../../web/page/diagnosis.tsx";
import type { CallDetail } from "../../wire.ts";
import { useStage } from "../context.ts";
import { Copyable } from "../copy.tsx";
import { detail } from "../link.ts";
import type { CallRecord } from "../model.ts";

/** A call of the API opened; a refused one with what its code means and what to check. */
export function CallDetails({ record }: { readonly record: CallRecord }) {
  const { say, language } = useStage();
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
      {call.diagnosis !== undefined && (
        <Diagnosis diagnosis={call.diagnosis[language]} language={language} />
      )}
      <div class="wire">
        <h4>{say("request")}</h4>
        <Code class="wire-url">
          {call.method} {call.url}
        </Code>
        {call.body !== "" && <Copyable text={pretty(call.body)} />}
        <h4>{say("answer")}</h4>
        <Copyable text={pretty(call.answer)} />
      </div>
    </>
  );
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
