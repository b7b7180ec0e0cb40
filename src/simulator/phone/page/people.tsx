import { Avatar } from "../../../web/page/avatar.tsx";
import { Icon } from "../../../web/page/icons.tsx";
import { useTopics } from "../../../web/page/store.ts";
import { useStage } from "./context.ts";
import { useDraft } from "./drafts.ts";

/** Everybody whose phone can be looked at. */
export function People({
  open,
  active,
  onOpen,
}: {
  readonly open: readonly string[];
  readonly active: string | undefined;
  readonly onOpen: (openid: string, beside: boolean) => void;
}) {
  const { model, say, ask } = useStage();
  useTopics(model.topics, "people");
  const [name, setName] = useDraft("newPerson");
  async function add(): Promise<void> {
    const made = await ask("/api/people", name.trim() === "" ? {} : { name: name.trim() });
    if (typeof made?.openid !== "string") return;
    setName("");
    onOpen(made.openid, false);
  }
  return (
    <nav class="people" aria-label={say("people")}>
      <h2 class="rail-title">{say("people")}</h2>
      <ul>
        {[...model.people.values()].map((person) => {
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
