import { AccountAvatar } from "../../../web/page/avatar.tsx";
import { Icon } from "../../../web/page/icons.tsx";
import { useTicks, useTopics } from "../../../web/page/store.ts";
import type { Theme } from "../../../web/page/taste.ts";
import type { BotView } from "../wire.ts";
import { useStage } from "./context.ts";
import { clockOf } from "./times.ts";
import type { Word } from "./words.ts";

const STATES: Readonly<Record<BotView["state"], Word>> = {
  starting: "botStarting",
  running: "botRunning",
  crashed: "botCrashed",
  foreign: "botForeign",
};

/** What this is, how the bot is, what time it is, and what a reader may choose. */
export function TopBar({
  theme,
  onTheme,
  onLanguage,
}: {
  readonly theme: Theme;
  readonly onTheme: () => void;
  readonly onLanguage: () => void;
}) {
  const { say } = useStage();
  return (
    <header class="top-bar">
      <AccountAvatar size={28} />
      <h1>
        {say("title")}
        <small>{say("subtitle")}</small>
      </h1>
      <BotPill />
      <span class="top-space" />
      <Clock />
      <a
        class="icon-button"
        href="/api/timeline"
        download="timeline.jsonl"
        title={say("exportTimeline")}
        aria-label={say("exportTimeline")}
      >
        <Icon name="save" size={19} />
      </a>
      <button
        type="button"
        class="icon-button"
        title={say(theme === "dark" ? "light" : "dark")}
        aria-label={say(theme === "dark" ? "light" : "dark")}
        onClick={onTheme}
      >
        <Icon name={theme === "dark" ? "sun" : "moon"} size={19} />
      </button>
      <button type="button" class="icon-button language" onClick={onLanguage}>
        {say("language")}
      </button>
    </header>
  );
}

function BotPill() {
  const { model, say, ask } = useStage();
  useTopics(model.topics, "bot");
  const { bot, can } = model;
  if (bot === undefined) return null;
  return (
    <div class={`bot-pill ${bot.state}`}>
      <span class="bot-dot" aria-hidden="true" />
      <span role="status">
        <span class="bot-state">{say(STATES[bot.state])}</span> <b>{bot.name || bot.url}</b>
      </span>
      {can.restart && (
        <button
          type="button"
          class="plain"
          title={say("botRestart")}
          aria-label={say("botRestart")}
          onClick={() => void ask("/api/bot", { do: "restart" })}
        >
          <Icon name="restart" size={17} />
        </button>
      )}
    </div>
  );
}

/** Ticks by itself; jumps when somebody moves the time. */
function Clock() {
  const { model, say, language } = useStage();
  useTicks(1_000);
  useTopics(model.topics, "time");
  return (
    <time class="top-clock" title={say("clock")}>
      <Icon name="clock" size={15} />
      {clockOf(model.now(), language)}
    </time>
  );
}
