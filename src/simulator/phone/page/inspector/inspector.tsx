import { useRef, useState } from "preact/hooks";
import { Code } from "../../../../web/page/code.tsx";
import { useTopics } from "../../../../web/page/store.ts";
import { useStage } from "../context.ts";
import { Controls } from "../controls.tsx";
import { FollowerPane } from "../followerPane.tsx";
import { EVERYONE } from "../model.ts";
import { KeptPane } from "./keptPane.tsx";
import { LogPane } from "./logPane.tsx";
import { Traffic } from "./traffic.tsx";

type Tab = "traffic" | "follower" | "kept" | "log";
const TABS: readonly Tab[] = ["traffic", "follower", "kept", "log"];

/** What happens behind the screen of one person, and why. */
export function Inspector({ openid }: { readonly openid: string | undefined }) {
  const { model, say } = useStage();
  useTopics(model.topics, "bot", openid === undefined ? "people" : `person:${openid}`);
  const [tab, setTab] = useState<Tab>("traffic");
  const [everyone, setEveryone] = useState(false);
  const [opened, setOpened] = useState<string | undefined>();
  const tabList = useRef<HTMLDivElement>(null);
  const person = openid === undefined ? undefined : model.people.get(openid);
  const { bot, can } = model;
  const tabs = TABS.filter((name) => name !== "kept" || can.kept);

  /** The arrow keys go from tab to tab, as everywhere. */
  function step(event: KeyboardEvent): void {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    const by = event.key === "ArrowRight" ? 1 : tabs.length - 1;
    const next = tabs[(tabs.indexOf(tab) + by) % tabs.length] ?? "traffic";
    setTab(next);
    tabList.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  }
  return (
    <section class="inspector" aria-label={say("inspector")}>
      <Controls />
      {bot?.state === "crashed" && (
        <div class="crash" role="alert">
          <strong>{say("botCrashed")}</strong>
          {bot.cause !== undefined && (
            <p class="thrown">
              {bot.cause.error}
              {bot.cause.place !== undefined && <code>{bot.cause.place}</code>}
            </p>
          )}
          <Code>{bot.lastWords}</Code>
        </div>
      )}
      <div class="tab-row">
        <div class="tabs" role="tablist" ref={tabList} onKeyDown={step}>
          {tabs.map((name) => (
            <button
              type="button"
              role="tab"
              key={name}
              id={`tab-${name}`}
              aria-selected={tab === name}
              aria-controls={`pane-${name}`}
              tabIndex={tab === name ? 0 : -1}
              onClick={() => setTab(name)}
            >
              {say(name)}
            </button>
          ))}
        </div>
        {tab === "traffic" && (
          <label class="everyone">
            <input
              type="checkbox"
              checked={everyone}
              onChange={({ currentTarget }) => setEveryone(currentTarget.checked)}
            />
            {say("everyone")}
          </label>
        )}
        {(tab === "follower" || tab === "kept") && person !== undefined && (
          <strong class="whose">{person.name}</strong>
        )}
      </div>
      <div class="pane" role="tabpanel" id={`pane-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === "traffic" && (
          <Traffic
            openid={everyone || openid === undefined ? EVERYONE : openid}
            names={everyone}
            opened={opened}
          />
        )}
        {tab === "follower" && person !== undefined && <FollowerPane person={person} />}
        {tab === "kept" && person !== undefined && <KeptPane openid={person.openid} />}
        {tab === "log" && (
          <LogPane
            onPush={(id) => {
              setEveryone(model.record(id)?.openid !== openid);
              setOpened(id);
              setTab("traffic");
            }}
          />
        )}
      </div>
    </section>
  );
}
