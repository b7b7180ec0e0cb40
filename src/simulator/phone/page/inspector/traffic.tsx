import type { VNode } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { Icon } from "../../../../web/page/icons.tsx";
import { useRoving } from "../../../../web/page/roving.ts";
import { useTopics } from "../../../../web/page/store.ts";
import type { Ours } from "../../wireOurs.ts";
import { useStage } from "../context.ts";
import type { CallRecord, PushRecord, TrafficRecord, TurnRecord } from "../model.ts";
import { secondsOf } from "../times.ts";
import type { Word } from "../words.ts";
import { CallDetails } from "./callDetails.tsx";
import { DayBetween } from "./dayBetween.tsx";
import { FilterBar } from "./filterBar.tsx";
import { PushDetails, TurnDetails } from "./pushDetails.tsx";
import { isBad, isWanted, type Kind } from "./trafficText.ts";

/** So many lines stand in the page at first; more on demand. */
const LINES = 80;
const KINDS: readonly (readonly [kind: Kind, word: Word])[] = [
  ["all", "level_all"],
  ["push", "traffic_push"],
  ["call", "traffic_call"],
  ["turn", "traffic_turn"],
  ["bad", "traffic_bad"],
];

/** Pushes, calls and proactive turns, the newest on top; each opens. */
export function Traffic({
  openid,
  names,
  opened,
}: {
  readonly openid: string;
  readonly names: boolean;
  /** The record that is open from the first. */
  readonly opened?: string | undefined;
}) {
  const { model, say, language } = useStage();
  useTopics(model.topics, `traffic:${openid}`);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(opened && [opened]));
  const rows = useRoving<HTMLOListElement>(".record-head", { axis: "vertical" });
  const [kind, setKind] = useState<Kind>("all");
  const [words, setWords] = useState("");
  const [most, setMost] = useState(LINES);
  const nameOf = (record: TrafficRecord) =>
    names ? (model.people.get(record.openid)?.name ?? "") : "";
  const all = model.traffic(openid);
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found =
    kind === "all" && wanted.length === 0
      ? all
      : all.filter((record) => isWanted(record, kind, wanted, nameOf(record)));
  const records = found.slice(-most).reverse();
  const drawn = useMemo(() => new WeakMap<TrafficRecord, VNode>(), [language, names, open]);

  function toggle(id: string): void {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  }
  function lineOf(record: TrafficRecord): VNode {
    const known = drawn.get(record);
    if (known !== undefined) return known;
    const line = (
      <Line
        key={record.id}
        record={record}
        name={nameOf(record)}
        open={open.has(record.id)}
        onToggle={() => toggle(record.id)}
      />
    );
    drawn.set(record, line);
    return line;
  }
  if (all.length === 0) return <FirstSteps />;
  return (
    <>
      <FilterBar
        kinds={KINDS}
        kind={kind}
        onKind={setKind}
        label="trafficKinds"
        words={words}
        onWords={setWords}
        placeholder="trafficSearch"
      />
      {records.length === 0 && <p class="quiet log-empty">{say("logNothing")}</p>}
      <ol class="traffic" {...rows}>
        {records.map((record, index) => [
          <DayBetween key={`day ${record.id}`} at={record.at} above={records[index - 1]?.at} />,
          lineOf(record),
        ])}
      </ol>
      {found.length > records.length && (
        <button type="button" class="text-link more-rows" onClick={() => setMost(most + 200)}>
          {say("earlierRows")}
        </button>
      )}
    </>
  );
}

/** An empty list is the place to say what there is to try. */
function FirstSteps() {
  const { say } = useStage();
  return (
    <div class="first-steps">
      <h3>{say("tryTitle")}</h3>
      <ol>
        {(["try1", "try2", "try3", "try4", "try5"] as const).map((word) => (
          <li key={word}>{say(word)}</li>
        ))}
      </ol>
      <p class="quiet">{say("emptyTraffic")}</p>
    </div>
  );
}

const HEADS = { push: PushHead, call: CallHead, turn: TurnHead } as const;
const ICONS = { push: "push", call: "call", turn: "turn" } as const;

function Line({
  record,
  name,
  open,
  onToggle,
}: {
  readonly record: TrafficRecord;
  readonly name: string;
  readonly open: boolean;
  readonly onToggle: () => void;
}) {
  const { say } = useStage();
  const Head = HEADS[record.kind] as (props: { record: never }) => VNode;
  const bad = isBad(record);
  const { kind } = record;
  const head = useRef<HTMLButtonElement>(null);
  const label = kind === "turn" ? "proactive" : kind;
  return (
    <li
      class={`record ${kind}${bad ? " bad" : ""}${open ? " open" : ""}`}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        head.current?.focus();
        onToggle();
      }}
    >
      <button
        type="button"
        class="record-head"
        ref={head}
        tabIndex={-1}
        aria-expanded={open}
        onClick={onToggle}
      >
        <span class="record-icon" title={say(label)}>
          <Icon name={ICONS[kind]} size={16} />
        </span>
        <span class="record-main">
          {name !== "" && <b class="record-name">{name}</b>}
          <Head record={record as never} />
        </span>
        <time>{secondsOf(record.at)}</time>
        <Icon name="down" size={15} />
      </button>
      {open && (
        <div class="record-body">
          {record.kind === "push" && <PushDetails record={record} />}
          {record.kind === "call" && <CallDetails record={record} />}
          {record.kind === "turn" && <TurnDetails record={record} />}
        </div>
      )}
    </li>
  );
}

const JOB_MARKS = {
  waiting: "wait",
  running: "wait",
  finished: "later",
  done: "reply",
  failed: "fault",
} as const;

/** Whether a newer push has ended something of the turn. */
function isStopped(ours: readonly Ours[]): boolean {
  return ours.some((one) => one.see === "step" && one.stopped !== undefined);
}

function PushHead({ record }: { readonly record: PushRecord }) {
  const { say } = useStage();
  const { what, gist, tries, ended, ours } = record;
  const took = tries.at(-1)?.tookMs ?? 0;
  const route = ours.findLast((one) => one.see === "step");
  return (
    <>
      <code class="record-what">{what}</code>
      <span class="record-gist">{gist}</span>
      <span class="record-marks">
        {route?.see === "step" && <span class="mark route">{route.route}</span>}
        {ours.some((one) => one.see === "joined") && (
          <span class="mark later">{say("joined")}</span>
        )}
        {thrown(ours) && <span class="mark fault">{say("threw")}</span>}
        {isStopped(ours) && <span class="mark warn">{say("stopped")}</span>}
        {tries.length > 1 && <span class="mark warn">{say("tries", tries.length)}</span>}
        {ended === undefined ? (
          <span class="mark wait">{say("onItsWay")}</span>
        ) : (
          <span class={`mark ${thrown(ours) ? "took" : ended.saw}`}>
            {ended.handover !== undefined
              ? say("handedOver")
              : say(
                  { reply: "saw", nothing: "sawNothing", fault: "sawFault" }[ended.saw] as
                    | "saw"
                    | "sawNothing"
                    | "sawFault",
                )}
          </span>
        )}
        {ended !== undefined && <span class="mark took">{took} ms</span>}
      </span>
      <Thrown ours={ours} />
    </>
  );
}

function CallHead({ record }: { readonly record: CallRecord }) {
  const { say } = useStage();
  const { path, errcode, status, ms } = record;
  return (
    <>
      <code class="record-what">{path.replace("/cgi-bin/", "")}</code>
      <span class="record-gist" />
      <span class="record-marks">
        {errcode !== 0 && (
          <span class="mark fault">
            {say("refusedCode")} {errcode}
          </span>
        )}
        {status !== 200 && <span class="mark fault">{say("status", status)}</span>}
        {errcode === 0 && status === 200 && <span class="mark reply">ok</span>}
        <span class="mark took">{ms} ms</span>
      </span>
    </>
  );
}

function TurnHead({ record }: { readonly record: TurnRecord }) {
  const { say } = useStage();
  const route = record.ours.findLast((one) => one.see === "step");
  const job = record.ours.findLast((one) => one.see === "job");
  if (job?.see === "job") {
    return (
      <>
        <code class="record-what">{say("job")}</code>
        <span class="record-gist">{job.name}</span>
        <span class="record-marks">
          {job.attempt > 1 && <span class="mark warn">{say("tryN", job.attempt)}</span>}
          <span class={`mark ${JOB_MARKS[job.state]}`}>{say(`job_${job.state}`)}</span>
        </span>
      </>
    );
  }
  const isTimer = record.id.startsWith("timer|");
  return (
    <>
      <code class="record-what">{say(isTimer ? "timer" : "proactive")}</code>
      <span class="record-gist">{isTimer ? record.id.split("|")[3] : say("proactiveGist")}</span>
      <span class="record-marks">
        {route?.see === "step" && <span class="mark route">{route.route}</span>}
        {thrown(record.ours) && <span class="mark fault">{say("threw")}</span>}
      </span>
      <Thrown ours={record.ours} />
    </>
  );
}

function thrown(ours: readonly Ours[]) {
  return ours.findLast((one) => one.see === "threw");
}

/** The bot's error, and where in its own code it was thrown. */
function Thrown({ ours }: { readonly ours: readonly Ours[] }) {
  const error = thrown(ours);
  if (error === undefined) return null;
  return (
    <span class="thrown">
      {error.error}
      {error.place !== undefined && <code>{error.place}</code>}
    </span>
  );
}
