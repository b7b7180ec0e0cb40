import { useEffect, useState } from "preact/hooks";
import { Code } from "../../../../web/page/code.tsx";
import type { Ours, PushDetail } from "../../wire.ts";
import { useStage } from "../context.ts";
import { detail } from "../link.ts";
import type { PushRecord, TurnRecord } from "../model.ts";
import { lengthOf } from "../times.ts";
import { ROUTES_ZH, type Say } from "../words.ts";
import { SendAgain } from "./sendAgain.tsx";

type TryItem = PushRecord["tries"][number];

/** A push opened: its tries, the route of what the bot said, and both ways of the wire. */
export function PushDetails({ record }: { readonly record: PushRecord }) {
  const { say, language } = useStage();
  const { ended } = record;
  return (
    <>
      <ol class="tries">
        {record.tries.map((one) => (
          <li key={one.attempt} class={one.outcome === "answered" ? "" : "bad"}>
            <b>{say("tryN", one.attempt)}</b> {outcomeOf(one, say, lengthOf(one.tookMs, language))}
          </li>
        ))}
      </ol>
      {ended?.why !== undefined && <p class="why">{ended.why}</p>}
      {ended !== undefined && ended.remarks.length > 0 && (
        <div class="remarks">
          <b>{say("remarks")}</b>
          <ul>
            {ended.remarks.map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        </div>
      )}
      <Routes ours={record.ours} />
      <Wire id={record.id} version={record.tries.length} />
    </>
  );
}

export function TurnDetails({ record }: { readonly record: TurnRecord }) {
  return <Routes ours={record.ours} />;
}

function outcomeOf({ outcome, status = 0, why = "" }: TryItem, say: Say, took: string): string {
  switch (outcome) {
    case "answered":
      return say("answeredIn", took);
    case "late":
      return say("late");
    case "status":
      return `${say("status", status)} · ${took}`;
    default:
      return `${why || say("failed")} · ${took}`;
  }
}

/** Which way each reply took, and why. */
function Routes({ ours }: { readonly ours: readonly Ours[] }) {
  const { say, language } = useStage();
  const steps = ours.filter((one) => one.see === "step");
  const fates = ours.filter((one) => one.see === "fate");
  const turn = ours.findLast((one) => one.see === "turn");
  return (
    <>
      {ours.some((one) => one.see === "joined") && <p class="note">{say("joinedWhy")}</p>}
      {turn?.see === "turn" && turn.gathered !== undefined && (
        <p class="note">{say("gatheredN", turn.gathered.length + 1)}</p>
      )}
      {steps.some((one) => one.see === "step" && one.stopped !== undefined) && (
        <p class="why">{say("stoppedWhy")}</p>
      )}
      {turn?.see === "turn" && turn.attempts > 1 && (
        <p class="why">{say("rerun", turn.attempts)}</p>
      )}
      {steps.map((step, index) => (
        <dl class="route-card" key={`${step.at} ${index}`}>
          <dt>{say("route")}</dt>
          <dd>
            <code>{step.route}</code>
            {step.rides > 0 && <span class="mark reply">{say("ridesN", step.rides)}</span>}
            {step.later > 0 && <span class="mark later">{say("laterN", step.later)}</span>}
            {step.held > 0 && <span class="mark warn">{say("heldN", step.held)}</span>}
          </dd>
          <dt>{say("routeWhy")}</dt>
          <dd>
            {language === "zh" && ROUTES_ZH[step.route] !== undefined ? (
              ROUTES_ZH[step.route]
            ) : (
              <>
                {step.situation}. <span class="quiet">{step.way}.</span>
              </>
            )}
          </dd>
        </dl>
      ))}
      {fates.length > 0 && (
        <p class="fates">
          <b>{say("fates")}</b>
          {fates.map((one, index) => (
            <span
              class={`mark ${one.fate === "sent" ? "reply" : "fault"}`}
              key={`${one.at} ${index}`}
            >
              {one.fate}
              {one.errcode !== undefined && ` ${one.errcode}`}
            </span>
          ))}
        </p>
      )}
    </>
  );
}

/** The bytes, opened or as they went over the wire. */
function Wire({ id, version }: { readonly id: string; readonly version: number }) {
  const { say } = useStage();
  const [push, setPush] = useState<PushDetail | "gone" | undefined>();
  const [raw, setRaw] = useState(false);
  useEffect(() => {
    let here = true;
    void detail<PushDetail>(`/api/push/${encodeURIComponent(id)}`).then((found) => {
      if (here) setPush(found ?? "gone");
    });
    return () => {
      here = false;
    };
  }, [id, version]);
  if (push === undefined) return null;
  if (push === "gone") return <p class="quiet">{say("notKept")}</p>;
  const last = push.tries.at(-1);
  const answer = raw ? last?.answer : (last?.answerOpened ?? last?.answer);
  return (
    <div class="wire">
      <fieldset class="segmented">
        <button type="button" aria-pressed={!raw} onClick={() => setRaw(false)}>
          {say("opened")}
        </button>
        <button type="button" aria-pressed={raw} onClick={() => setRaw(true)}>
          {say("raw")}
        </button>
      </fieldset>
      <h4>{say("request")}</h4>
      {raw && last !== undefined && <Code class="wire-url">POST {last.url}</Code>}
      <Code>{raw ? (last?.sent ?? "") : push.opened}</Code>
      <SendAgain id={id} opened={push.opened} />
      <h4>{say("answer")}</h4>
      <Code>
        {answer === undefined ? say("noAnswer") : answer === "" ? say("emptyAnswer") : answer}
      </Code>
    </div>
  );
}
