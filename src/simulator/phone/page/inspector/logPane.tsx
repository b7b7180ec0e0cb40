import { useState } from "preact/hooks";
import { Icon } from "../../../../web/page/icons.tsx";
import { useRoving } from "../../../../web/page/roving.ts";
import { useTopics } from "../../../../web/page/store.ts";
import type { LogLine } from "../../wire.ts";
import { useStage } from "../context.ts";
import { useCopy } from "../copy.tsx";
import type { LogRecord } from "../model.ts";
import { momentOf, secondsOf } from "../times.ts";
import type { Word } from "../words.ts";
import { DayBetween } from "./dayBetween.tsx";
import { FilterBar } from "./filterBar.tsx";

/** So many lines stand in the page; the terminal has the rest. */
const LINES = 200;

type Level = "all" | "warn" | "error" | "out";
const LEVELS: readonly (readonly [level: Level, word: Word])[] = [
  ["all", "level_all"],
  ["warn", "level_warn"],
  ["error", "level_error"],
  ["out", "level_out"],
];
const SHOWN: Readonly<Record<Level, readonly LogLine["level"][]>> = {
  all: ["info", "warn", "error", "out", "err"],
  warn: ["warn", "error", "err"],
  error: ["error", "err"],
  out: ["out", "err"],
};

/** What the server logged and what the bot wrote on its console, the newest on top. */
export function LogPane({ onPush }: { readonly onPush: (id: string) => void }) {
  const { model, say } = useStage();
  useTopics(model.topics, "log");
  const [level, setLevel] = useState<Level>("all");
  const [words, setWords] = useState("");
  const copy = useCopy();
  const rows = useRoving<HTMLOListElement>(".to-push", { axis: "vertical" });
  const wanted = words.trim().toLowerCase();
  const found = model.log.filter(
    ({ line }) =>
      SHOWN[level].includes(line.level) &&
      `${line.text}\n${line.more ?? ""}`.toLowerCase().includes(wanted),
  );
  const shown = found.slice(-LINES).reverse();
  return (
    <>
      <FilterBar
        kinds={LEVELS}
        kind={level}
        onKind={setLevel}
        label="logLevels"
        words={words}
        onWords={setWords}
        placeholder="logSearch"
      >
        <button
          type="button"
          class="icon-button"
          title={say("copyLog")}
          aria-label={say("copyLog")}
          disabled={found.length === 0}
          onClick={() => copy(found.map(({ line }) => lineText(line)).join("\n"))}
        >
          <Icon name="copy" size={17} />
        </button>
      </FilterBar>
      {found.length === 0 && (
        <p class="quiet log-empty">{say(model.log.length === 0 ? "logEmpty" : "logNothing")}</p>
      )}
      <ol class="log" {...rows}>
        {shown.map((record, index) => [
          <DayBetween
            key={`day ${record.n}`}
            at={record.line.at}
            above={shown[index - 1]?.line.at}
          />,
          <Line key={record.n} record={record} onPush={onPush} />,
        ])}
      </ol>
    </>
  );
}

function lineText({ at, level, text, more }: LogLine): string {
  return `${momentOf(at)} ${level} ${text.trimEnd()}${more === undefined ? "" : `\n${more}`}`;
}

function Line({
  record: { line, id },
  onPush,
}: {
  readonly record: LogRecord;
  readonly onPush: (id: string) => void;
}) {
  const { say } = useStage();
  const { at, level, text, more } = line;
  return (
    <li class={`log-line ${level}`}>
      <div class="log-head">
        <time>{secondsOf(at)}</time>
        <span class={`mark ${MARKS[level]}`}>{level}</span>
        {id !== undefined && (
          <button type="button" class="plain to-push" tabIndex={-1} onClick={() => onPush(id)}>
            {say("toPush")}
          </button>
        )}
      </div>
      <pre>{text.trimEnd()}</pre>
      {more !== undefined && <pre class="quiet">{more}</pre>}
    </li>
  );
}

const MARKS: Readonly<Record<LogLine["level"], string>> = {
  info: "later",
  warn: "warn",
  error: "fault",
  out: "took",
  err: "warn",
};
