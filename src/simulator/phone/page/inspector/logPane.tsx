import { useState } from "preact/hooks";
import { useTopics } from "../../../../web/page/store.ts";
import type { LogLine } from "../../wire.ts";
import { useStage } from "../context.ts";
import type { LogRecord } from "../model.ts";
import { secondsOf } from "../times.ts";
import type { Word } from "../words.ts";

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
  const wanted = words.trim().toLowerCase();
  const found = model.log.filter(
    ({ line }) =>
      SHOWN[level].includes(line.level) &&
      `${line.text}\n${line.more ?? ""}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      <div class="log-bar">
        <fieldset class="segmented" aria-label={say("logLevels")}>
          {LEVELS.map(([name, word]) => (
            <button
              type="button"
              key={name}
              aria-pressed={level === name}
              onClick={() => setLevel(name)}
            >
              {say(word)}
            </button>
          ))}
        </fieldset>
        <input
          {...({ type: "search" } as object)}
          value={words}
          placeholder={say("logSearch")}
          aria-label={say("logSearch")}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </div>
      {found.length === 0 && (
        <p class="quiet log-empty">{say(model.log.length === 0 ? "logEmpty" : "logNothing")}</p>
      )}
      <ol class="log">
        {found
          .slice(-LINES)
          .reverse()
          .map((record) => (
            <Line key={record.n} record={record} onPush={onPush} />
          ))}
      </ol>
    </>
  );
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
          <button type="button" class="plain to-push" onClick={() => onPush(id)}>
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
