import { useState } from "preact/hooks";
import type { AccountDetail, JourneyView, PersonView } from "../wire.ts";
import { useStage } from "./context.ts";
import { Journey } from "./journey.tsx";
import { order } from "./server.ts";
import { clockOf } from "./times.ts";

/** What is sent takes so long to be seen, in milliseconds. */
const AFTER_MS = 1_200;

/** Finds one follower, and lists those who were here lately. */
export function Followers({ account }: { readonly account: AccountDetail }) {
  const { say, language, attempt, tell } = useStage();
  const [who, setWho] = useState("");
  const [found, setFound] = useState<JourneyView | undefined>();
  const { appId, people } = account;
  async function find(name: string): Promise<void> {
    setFound(
      await attempt(() => order<JourneyView, "/api/find">("/api/find", { appId, who: name })),
    );
  }
  async function release(tag: string): Promise<void> {
    const after = await attempt(() =>
      order<JourneyView, "/api/release">("/api/release", { appId, who: tag }),
    );
    if (after === undefined) return;
    tell(say("released"));
    // The messages leave one after the other.
    setTimeout(() => void find(tag), AFTER_MS);
  }
  return (
    <section class="card" aria-label={say("followers")}>
      <h3>{say("followers")}</h3>
      <form
        class="find"
        onSubmit={(event) => {
          event.preventDefault();
          if (who.trim() !== "") void find(who);
        }}
      >
        <label class="field">
          <span>{say("findWho")}</span>
          <input
            value={who}
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => setWho(currentTarget.value)}
          />
        </label>
        <button type="submit" class="secondary">
          {say("find")}
        </button>
      </form>
      <p class="quiet">{say("followersHint")}</p>
      {people.length === 0 && <p class="quiet">{say("nobodyYet")}</p>}
      <ul class="people-list">
        {people.map((person: PersonView) => (
          <li key={person.tag}>
            <button type="button" class="person-row" onClick={() => void find(person.tag)}>
              <span>
                {say("person", person.tag)} <small>…{person.openid}</small>
              </span>
              {person.waiting > 0 && (
                <span class="mark warn">{say("waitingN", person.waiting)}</span>
              )}
              <time>{clockOf(person.seenAt, language)}</time>
            </button>
          </li>
        ))}
      </ul>
      {found !== undefined && (
        <Journey
          journey={found}
          onRelease={() => void release(found.tag)}
          onClose={() => setFound(undefined)}
        />
      )}
    </section>
  );
}
