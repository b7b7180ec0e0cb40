import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../../../web/page/icons.tsx";
import { useCopy } from "../copy.tsx";
import type { Entry } from "../model.ts";
import { chatText, entryText, type Reader, type Whose } from "./entryText.ts";

const WHOSE = ["all", "you", "bot", "notices"] as const;

/** Finds words in a chat, shows whose entries one wants, and copies them. */
export function ChatSearch({
  entries,
  reader,
  whose,
  log,
  onWhose,
  onNeeds,
  onSearchEnd,
}: {
  /** The oldest first. */
  readonly entries: readonly Entry[];
  readonly reader: Reader;
  readonly whose: Whose;
  /** Where the entries stand. */
  readonly log: RefObject<HTMLDivElement | null>;
  readonly onWhose: (whose: Whose) => void;
  /** So many of the newest entries must stand in the page. */
  readonly onNeeds: (count: number) => void;
  readonly onSearchEnd: () => void;
}) {
  const { say } = reader;
  const copy = useCopy();
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState("");
  /** Counted from the newest. */
  const [at, setAt] = useState(0);
  const wanted = words.trim().toLowerCase();
  const found =
    wanted === ""
      ? []
      : entries
          .filter((entry) => entryText(entry, reader).toLowerCase().includes(wanted))
          .reverse();
  const current = found[Math.min(at, found.length - 1)];

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (current === undefined) return;
    onNeeds(entries.length - entries.indexOf(current) + 5);
    // Behind the rendering that brings it.
    const frame = requestAnimationFrame(() => {
      const line = log.current?.querySelector(`[data-seq="${current.seq}"]`);
      line?.classList.add("found");
      line?.scrollIntoView({ block: "center" });
    });
    return () => {
      cancelAnimationFrame(frame);
      for (const line of log.current?.querySelectorAll(".found") ?? [])
        line.classList.remove("found");
    };
  }, [current, whose]);

  const step = (by: number) =>
    setAt(
      found.length === 0 ? 0 : (Math.min(at, found.length - 1) + by + found.length) % found.length,
    );
  return (
    <search class="chat-search">
      <input
        {...({ type: "search" } as object)}
        ref={field}
        value={words}
        placeholder={say("findInChat")}
        aria-label={say("findInChat")}
        onInput={({ currentTarget }) => {
          setWords(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
          if (event.key !== "Escape") return;
          event.preventDefault();
          onSearchEnd();
        }}
      />
      <span class="found-count" role="status">
        {wanted !== "" &&
          (current === undefined
            ? say("foundNone")
            : say("foundN", found.indexOf(current) + 1, found.length))}
      </span>
      <button
        type="button"
        class="plain"
        aria-label={say("foundEarlier")}
        title={say("foundEarlier")}
        onClick={() => step(1)}
      >
        <Icon name="up" size={18} />
      </button>
      <button
        type="button"
        class="plain"
        aria-label={say("foundLater")}
        title={say("foundLater")}
        onClick={() => step(-1)}
      >
        <Icon name="down" size={18} />
      </button>
      <select
        aria-label={say("whose")}
        value={whose}
        onChange={({ currentTarget }) => onWhose(currentTarget.value as Whose)}
      >
        {WHOSE.map((one) => (
          <option key={one} value={one}>
            {say(`whose_${one}`)}
          </option>
        ))}
      </select>
      <button
        type="button"
        class="plain"
        aria-label={say("copyChat")}
        title={say("copyChat")}
        onClick={() => copy(chatText(entries, reader))}
      >
        <Icon name="copy" size={17} />
      </button>
    </search>
  );
}
