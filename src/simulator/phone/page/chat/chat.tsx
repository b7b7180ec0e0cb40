import type { VNode } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { useTopics } from "../../../../web/page/store.ts";
import type { AccountView, PersonView } from "../../wire.ts";
import { useStage } from "../context.ts";
import type { Entry } from "../model.ts";
import { dayOf, isSameDay, stampOf } from "../times.ts";
import { EntryLine } from "./bubbles.tsx";
import { ChatSearch } from "./chatSearch.tsx";
import { type Whose, whoseIs } from "./entryText.ts";

/** So many entries stand in the page at first; more on demand. */
const SHOWN = 60;
/** A time stands over a message after so long a pause. */
const PAUSE_MS = 5 * 60_000;
/** Whoever is this near to the end, in pixels, wants to see what comes. */
const NEAR = 90;

/** What a person and the account wrote to each other, the newest at the bottom and in sight. */
export function Chat({
  person,
  account,
  onSearchEnd,
}: {
  readonly person: PersonView;
  readonly account: AccountView;
  /** Somebody searches it, until he ends that; absent while nobody does. */
  readonly onSearchEnd?: (() => void) | undefined;
}) {
  const stage = useStage();
  const { model, say, language, ask } = stage;
  const { openid, name } = person;
  useTopics(model.topics, `chat:${openid}`, "time");
  const [most, setMost] = useState(SHOWN);
  const log = useRef<HTMLDivElement>(null);
  const lines = useRef<HTMLDivElement>(null);
  const stays = useRef(true);
  const [whose, setWhose] = useState<Whose>("all");
  const all = model.chat(openid);
  const isSearched = onSearchEnd !== undefined;
  const entries =
    isSearched && whose !== "all" ? all.filter((entry) => whoseIs(entry) === whose) : all;
  const visible = entries.slice(-most);

  // An entry never changes: its drawing is made once, until what it is drawn with changes.
  const drawn = useMemo(() => new WeakMap<Entry, VNode>(), [name, account, language]);
  const choose = useMemo(
    () => (id: string, text: string) =>
      void ask("/api/act", { openid, action: { do: "choose", id, text } }),
    [openid],
  );
  function drawing(entry: Entry): VNode {
    const known = drawn.get(entry);
    if (known !== undefined) return known;
    const made = (
      <EntryLine key={entry.seq} entry={entry} name={name} account={account} onChoose={choose} />
    );
    drawn.set(entry, made);
    return made;
  }

  useLayoutEffect(() => {
    const box = log.current;
    // Who does something himself wants to see what comes of it, wherever he was.
    const own = entries.at(-1)?.is === "did";
    if (box !== null && (own || stays.current)) box.scrollTop = box.scrollHeight;
  }, [entries.at(-1)?.seq, entries.length, openid]);

  // A panel that opens below takes its room from here, and a picture that comes later makes the chat longer: the newest
  // stays in sight.
  useLayoutEffect(() => {
    const box = log.current;
    if (box === null || lines.current === null) return;
    const observer = new ResizeObserver(() => {
      if (stays.current) box.scrollTop = box.scrollHeight;
    });
    observer.observe(box);
    observer.observe(lines.current);
    return () => observer.disconnect();
  }, [openid]);

  const now = model.now();
  let before = 0;
  const chat = (
    <div
      ref={log}
      class="chat"
      role="log"
      aria-live="polite"
      aria-label={say("chatWith", name, account.name)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls by keyboard.
      tabIndex={0}
      onScroll={({ currentTarget: box }) => {
        stays.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
      }}
    >
      <div ref={lines} class="chat-lines">
        {entries.length > visible.length && (
          <button type="button" class="text-link earlier" onClick={() => setMost(most + 200)}>
            {say("earlier")}
          </button>
        )}
        {entries.length === 0 && <p class="notice">{say("emptyChat")}</p>}
        {visible.map((entry) => {
          const [last, isNewDay] = [before, before !== 0 && !isSameDay(before, entry.at)];
          before = entry.at;
          const stamped = (isNewDay || entry.at - last > PAUSE_MS) && entry.is !== "later";
          return [
            isNewDay && (
              <p key={`day ${entry.seq}`} class="notice day">
                {dayOf(entry.at, language)}
              </p>
            ),
            stamped && (
              <p key={`at ${entry.seq}`} class="notice stamp">
                {stampOf(entry.at, now, language, say)}
              </p>
            ),
            drawing(entry),
          ];
        })}
      </div>
    </div>
  );
  if (!isSearched) return chat;
  return (
    <>
      <ChatSearch
        {...{ entries, whose, onSearchEnd, log }}
        reader={{ name, account, say, language }}
        onWhose={setWhose}
        onNeeds={(count) => {
          // What was found is looked at, wherever it stands.
          stays.current = false;
          setMost(Math.max(most, count));
        }}
      />
      {chat}
    </>
  );
}
