import { Icon } from "../../../web/page/icons.tsx";
import { useTopics } from "../../../web/page/store.ts";
import { AccountKind } from "./accountKind.tsx";
import { useStage } from "./context.ts";
import { lengthOf } from "./times.ts";
import type { Word } from "./words.ts";

const JUMPS: readonly (readonly [word: Word, ms: number])[] = [
  ["minute", 60_000],
  ["hour", 3_600_000],
  ["days", 48 * 3_600_000],
];
/** Longer than WeChat waits, shorter than two tries: every slow route can be seen with it. */
const SLOW_MS = 7_000;

/** Moves the time and breaks things. */
export function Controls() {
  const { model, say, ask, tell, language } = useStage();
  useTopics(model.topics, "trouble", "link");
  const { trouble } = model;
  const slow = trouble.slowMs > 0;
  return (
    <div class="controls">
      <fieldset class="control-group" aria-label={say("time")}>
        <span class="control-label">
          <Icon name="clock" size={15} />
          <span>{say("time")}</span>
        </span>
        {JUMPS.map(([word, ms]) => (
          <button
            type="button"
            class="chip"
            key={word}
            onClick={() => void ask("/api/time", { ms })}
          >
            {say(word)}
          </button>
        ))}
      </fieldset>
      <fieldset class="control-group" aria-label={say("trouble")}>
        <span class="control-label">
          <Icon name="bolt" size={15} />
          <span>{say("trouble")}</span>
        </span>
        <button
          type="button"
          class="chip"
          aria-pressed={slow}
          title={say("slowHint", lengthOf(SLOW_MS, language))}
          onClick={() => void ask("/api/trouble", { slowMs: slow ? 0 : SLOW_MS })}
        >
          {say("slow")}
        </button>
        <button
          type="button"
          class="chip"
          aria-pressed={trouble.losing > 0}
          onClick={() => {
            tell(say("losing"));
            void ask("/api/trouble", { lose: true });
          }}
        >
          {say("lose")}
          {trouble.losing > 1 && ` ×${trouble.losing}`}
        </button>
        <button
          type="button"
          class="chip"
          aria-pressed={trouble.apiDown}
          onClick={() => void ask("/api/trouble", { apiDown: !trouble.apiDown })}
        >
          {say("apiDown")}
        </button>
        <button
          type="button"
          class="chip"
          onClick={() => {
            tell(say("revoked"));
            void ask("/api/trouble", { revokeToken: true });
          }}
        >
          {say("revoke")}
        </button>
        {trouble.faults.map(({ id, what }) => (
          <button
            type="button"
            class="chip"
            key={id}
            aria-pressed
            title={say("orderedFaultHint")}
            onClick={() => void ask("/api/trouble", { clearFault: id })}
          >
            {say("orderedFault", what)}
          </button>
        ))}
      </fieldset>
      <AccountKind />
    </div>
  );
}
