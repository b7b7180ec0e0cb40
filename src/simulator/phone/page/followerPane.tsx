import { Diagram } from "../../../web/page/diagram.tsx";
import { useTicks, useTopics } from "../../../web/page/store.ts";
import type { PersonView } from "../wire.ts";
import type { WriteWay } from "../wireOrders.ts";
import { AsTest } from "./asTest.tsx";
import { useStage } from "./context.ts";
import { useDraft } from "./drafts.ts";
import { countdown } from "./times.ts";
import { translated, wordFor } from "./words.ts";

/** Where a person stands: with WeChat, and on our side. */
export function FollowerPane({ person }: { readonly person: PersonView }) {
  const { model } = useStage();
  const { openid } = person;
  const topics = [`person:${openid}`, `standing:${openid}`, "machines", "time", "account"];
  useTopics(model.topics, ...topics);
  return (
    <div class="follower">
      <WindowCard person={person} />
      <Again openid={openid} />
      {model.can.test && <AsTest openid={openid} />}
      {model.can.write && <WriteFirst key={openid} openid={openid} />}
      <OurSide openid={openid} />
    </div>
  );
}

/** What WeChat lets the account send now, and for how long. */
function WindowCard({ person }: { readonly person: PersonView }) {
  const { model, say } = useStage();
  useTicks(1_000);
  const now = model.now();
  const may = model.account?.may.customerService !== false;
  const open =
    may && person.following ? person.windows.filter(({ closesAt }) => closesAt > now) : [];
  return (
    <section class="block">
      <h3>
        {say("window")}
        <span class={open.length > 0 ? "mark reply" : "mark fault"}>
          {say(!may ? "windowNoRight" : open.length > 0 ? "windowOpen" : "windowClosed")}
        </span>
      </h3>
      {open.length === 0 && (
        <p class="quiet">{say(may ? "windowClosedHint" : "windowNoRightHint")}</p>
      )}
      <ul class="windows">
        {open.map(({ kind, left, closesAt }) => {
          const word = wordFor("kind", kind);
          return (
            <li key={kind}>
              <span class="window-kind">{word === undefined ? kind : say(word)}</span>
              <strong class="window-left">
                {left === null ? say("unlimited") : say("left", left)}
              </strong>
              <span class="window-time" role="timer">
                {countdown(closesAt - now)}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Empties the chat, or begins everything with this person anew. */
function Again({ openid }: { readonly openid: string }) {
  const { say, ask } = useStage();
  const clear = (anew: boolean) => void ask("/api/clear", { openid, anew });
  return (
    <section class="block">
      <h3>{say("again")}</h3>
      <div class="ways">
        <button type="button" class="secondary" onClick={() => clear(false)}>
          {say("clearChat")}
        </button>
        <button type="button" class="secondary" onClick={() => clear(true)}>
          {say("beginAnew")}
        </button>
      </div>
      <p class="quiet">{say("againHint")}</p>
    </section>
  );
}

const WAYS: readonly WriteWay[] = ["proactive", "custom", "template", "mass"];

function WriteFirst({ openid }: { readonly openid: string }) {
  const { say, ask, tell } = useStage();
  const [text, setText] = useDraft(`first.${openid}`, say("writeSample"));
  return (
    <section class="block">
      <h3>{say("writeFirst")}</h3>
      <label class="field">
        <span>{say("writeText")}</span>
        <input value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
      </label>
      <fieldset class="ways" aria-label={say("writeFirst")}>
        {WAYS.map((way) => {
          const word = wordFor("way", way);
          return (
            <button
              type="button"
              class={way === "proactive" ? "secondary strong" : "secondary"}
              key={way}
              onClick={() =>
                void ask("/api/write", { openid, way, text }).then((done) => {
                  if (done !== undefined) tell(say("done"));
                })
              }
            >
              {word === undefined ? way : say(word)}
            </button>
          );
        })}
      </fieldset>
      <p class="quiet">{say("writeHint")}</p>
    </section>
  );
}

/** Grants, held messages and machines, as far as the server under test tells. */
function OurSide({ openid }: { readonly openid: string }) {
  const { model, say, language } = useStage();
  useTicks(1_000);
  const standing = model.standings.get(openid);
  const now = model.now();
  if (model.machines.length === 0) return <p class="empty">{say("noOurs")}</p>;
  const grants = (standing?.grants ?? []).filter(({ until }) => until > now);
  return (
    <section class="block">
      <h3>{say("ourSide")}</h3>
      {standing === undefined ? (
        <p class="quiet">{say("nothingYet")}</p>
      ) : (
        <dl class="standing">
          <dt>{say("grants")}</dt>
          <dd>
            <strong>{grants.length === 0 ? 0 : standing.quota}</strong>
            {grants.map(({ kind, left, limit, until }) => {
              const word = wordFor("kind", kind);
              return (
                <span class="mark" key={kind}>
                  {word === undefined ? kind : say(word)} {Math.max(0, left)}/{limit} ·{" "}
                  {countdown(until - now)}
                </span>
              );
            })}
          </dd>
          <dt>{say("held")}</dt>
          <dd>
            <strong>{standing.held}</strong>
          </dd>
        </dl>
      )}
      {model.machines.map((machine, index) => {
        const active = standing?.active[machine.name] ?? [];
        // The follower's own is always shown, a dialogue's while the person is in it.
        if (index > 0 && active.length === 0) return null;
        const states = machine.states.filter(
          ({ id, kind }) => kind !== "box" && active.includes(id),
        );
        const now = states.map(({ label }) => label).join(", ");
        return (
          <figure class="machine" key={machine.name}>
            <figcaption>{say("machine", machine.name)}</figcaption>
            <div class="machine-drawing">
              <Diagram
                shape={machine}
                active={active}
                translate={(text) => translated(text, language)}
                label={say("machineNow", machine.name, now || "–")}
              />
            </div>
          </figure>
        );
      })}
    </section>
  );
}
