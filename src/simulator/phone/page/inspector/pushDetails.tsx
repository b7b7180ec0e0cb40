import { useEffect, useState } from "preact/hooks";
import { Code } from "../../../../web/page/code.tsx";
import type { ActivitiesView, PushDetail } from "../../wire.ts";
import type { Ours } from "../../wireOurs.ts";
import { useStage } from "../context.ts";
import { Copyable } from "../copy.tsx";
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
      <Wire id={record.id} version={record.tries.length + record.ours.length} />
    </>
  );
}

export function TurnDetails({ record }: { readonly record: TurnRecord }) {
  const path = `/api/turn?key=${encodeURIComponent(record.id)}`;
  const activities = useDetail<ActivitiesView>(path, record.ours.length);
  return (
    <>
      <Routes ours={record.ours} />
      {activities !== undefined && activities !== "gone" && (
        <div class="wire">
          <Got activities={activities} />
          <Sent activities={activities} />
        </div>
      )}
    </>
  );
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
  const push = useDetail<PushDetail>(`/api/push/${encodeURIComponent(id)}`, version);
  const [raw, setRaw] = useState(false);
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
      <div class={push.activities === undefined ? "beside-xml" : "beside-xml two"}>
        <div>
          <h4>{say("request")}</h4>
          {raw && last !== undefined && <Code class="wire-url">POST {last.url}</Code>}
          <Copyable text={raw ? (last?.sent ?? "") : push.opened} />
          <SendAgain id={id} opened={push.opened} />
        </div>
        {push.activities !== undefined && <Got activities={push.activities} />}
      </div>
      <div class={push.activities === undefined ? "beside-xml" : "beside-xml two"}>
        <div>
          <h4>{say("answer")}</h4>
          <Copyable text={answer ?? ""}>
            {say(answer === undefined ? "noAnswer" : "emptyAnswer")}
          </Copyable>
        </div>
        {push.activities !== undefined && <Sent activities={push.activities} />}
      </div>
    </div>
  );
}

/** What the bot gets, as Bot Framework knows it. */
function Got({ activities: { got } }: { readonly activities: ActivitiesView }) {
  const { say } = useStage();
  return (
    <div class="activity">
      <h4>{say("activityGot")}</h4>
      <Copyable text={got} />
    </div>
  );
}

/** What it sends, in order. */
function Sent({ activities: { sent } }: { readonly activities: ActivitiesView }) {
  const { say } = useStage();
  return (
    <div class="activity">
      {sent.length === 0 && (
        <>
          <h4>{say("activitySent")}</h4>
          <p class="quiet">{say("activityNone")}</p>
        </>
      )}
      {sent.map((one, index) => (
        <div key={index}>
          <h4>
            {sent.length === 1 ? say("activitySent") : say("activitySentN", index + 1, sent.length)}
          </h4>
          <Copyable text={one} />
        </div>
      ))}
    </div>
  );
}

/** So long it is waited for what comes right after a change, in milliseconds. */
const GATHER_MS = 80;

/** What the server keeps, fetched again with every `version`; `undefined` until it is there. */
function useDetail<T>(path: string, version: number): T | "gone" | undefined {
  const [found, setFound] = useState<T | "gone" | undefined>();
  useEffect(() => {
    let here = true;
    const fetchIt = () =>
      void detail<T>(path).then((one) => {
        if (here) setFound(one ?? "gone");
      });
    const timer = setTimeout(fetchIt, found === undefined ? 0 : GATHER_MS);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [path, version]);
  return found;
}
