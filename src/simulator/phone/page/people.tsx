import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Avatar } from "../../../web/page/avatar.tsx";
import { Icon } from "../../../web/page/icons.tsx";
import { useRoving } from "../../../web/page/roving.ts";
import { useTopics } from "../../../web/page/store.ts";
import { useStage } from "./context.ts";
import { useDraft } from "./drafts.ts";

/** So many are found without a search. */
const FEW = 6;

/** Everybody whose phone can be looked at. */
export function People({
  open,
  active,
  onOpen,
  onWiden,
}: {
  readonly open: readonly string[];
  readonly active: string | undefined;
  readonly onOpen: (openid: string, beside: boolean) => void;
  /** The list is to be wide enough for words. */
  readonly onWiden: () => void;
}) {
  const { model, say, ask } = useStage();
  useTopics(model.topics, "people");
  const [name, setName] = useDraft("newPerson");
  const [words, setWords] = useState("");
  const search = useRef<HTMLInputElement>(null);
  const rail = useRef<HTMLElement>(null);
  const isCompact = useCompact(rail);
  const { ref, onKeyDown, onFocusIn } = useRoving<HTMLUListElement>(".person", {
    first: '.person[aria-current="true"]',
    axis: "vertical",
  });
  const wanted = words.trim().toLowerCase();
  const all = [...model.people.values()];
  const found =
    wanted === ""
      ? all
      : all.filter(({ name: called, openid }) =>
          `${called} ${openid}`.toLowerCase().includes(wanted),
        );

  /** From a person to what can be done with him, and back. */
  function aside(event: KeyboardEvent): void {
    const { key, target } = event;
    if (key !== "ArrowRight" && key !== "ArrowLeft") return;
    const row = (target as HTMLElement).closest("li");
    row?.querySelector<HTMLElement>(key === "ArrowRight" ? ".beside" : ".person")?.focus();
  }
  async function add(): Promise<void> {
    const made = await ask("/api/people", name.trim() === "" ? {} : { name: name.trim() });
    if (typeof made?.openid !== "string") return;
    setName("");
    onOpen(made.openid, false);
  }
  return (
    <nav ref={rail} class={isCompact ? "people compact" : "people"} aria-label={say("people")}>
      <h2 class="rail-title">{say("people")}</h2>
      {all.length > FEW && (
        <>
          <button
            type="button"
            class="plain find-person"
            aria-label={say("findPerson")}
            title={say("findPerson")}
            onClick={() => {
              onWiden();
              // Behind the rendering that shows it.
              setTimeout(() => search.current?.focus(), 60);
            }}
          >
            <Icon name="search" size={20} />
          </button>
          <input
            {...({ type: "search" } as object)}
            class="search-people"
            ref={search}
            value={words}
            placeholder={say("findPerson")}
            aria-label={say("findPerson")}
            onInput={({ currentTarget }) => setWords(currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") setWords("");
              if (event.key === "ArrowDown")
                ref.current?.querySelector<HTMLElement>(".person")?.focus();
              if (event.key !== "Enter" || found[0] === undefined) return;
              onOpen(found[0].openid, false);
            }}
          />
          {found.length === 0 && <p class="quiet nobody">{say("foundNobody")}</p>}
        </>
      )}
      <ul
        ref={ref}
        onFocusIn={onFocusIn}
        onKeyDown={(event) => {
          aside(event);
          onKeyDown(event);
        }}
      >
        {found.map((person) => {
          const { openid, following, blocked } = person;
          const unread = model.unread.get(openid) ?? 0;
          const state = blocked ? "blockedMark" : following ? "following" : "notFollowing";
          return (
            <li
              key={openid}
              class={openid === active ? "active" : open.includes(openid) ? "open" : ""}
            >
              <button
                type="button"
                class="person"
                tabIndex={-1}
                aria-current={openid === active ? "true" : undefined}
                onClick={() => onOpen(openid, false)}
              >
                <span class="person-picture">
                  <Avatar id={openid} name={person.name} size={36} />
                  {unread > 0 && <span class="unread">{unread > 99 ? "99+" : unread}</span>}
                </span>
                <span class="person-text">
                  <strong>{person.name}</strong>
                  <small class={following && !blocked ? "on" : ""}>{say(state)}</small>
                </span>
              </button>
              <button
                type="button"
                class="plain beside"
                tabIndex={-1}
                title={say("beside")}
                aria-label={`${say("beside")}: ${person.name}`}
                onClick={() => onOpen(openid, true)}
              >
                <Icon name="columns" size={17} />
              </button>
            </li>
          );
        })}
      </ul>
      <form
        class="add-person"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <input
          value={name}
          maxLength={64}
          placeholder={say("addPerson")}
          aria-label={say("addPerson")}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
        <button type="submit" class="plain" aria-label={say("addPerson")}>
          <Icon name="add" size={20} />
        </button>
      </form>
    </nav>
  );
}

/** Narrower than this, in pixels, a list has no room for names. */
const COMPACT = 140;

/** Whether the list is that narrow now. */
function useCompact(rail: RefObject<HTMLElement | null>): boolean {
  const [isCompact, setCompact] = useState(false);
  useLayoutEffect(() => {
    if (rail.current === null) return;
    const look = (width: number) => width > 0 && setCompact(width < COMPACT);
    look(rail.current.clientWidth);
    const observer = new ResizeObserver(([entry]) => look(entry?.contentRect.width ?? 0));
    observer.observe(rail.current);
    return () => observer.disconnect();
  }, []);
  return isCompact;
}
