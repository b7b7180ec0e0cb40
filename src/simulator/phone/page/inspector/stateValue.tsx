import { useRef } from "preact/hooks";
import type { KeptView } from "../../wireKept.ts";
import { useStage } from "../context.ts";
import { Copyable } from "../copy.tsx";
import { useDraft } from "../drafts.ts";

/** One value of bot state, which can be edited. */
export function StateValue({
  openid,
  item: { key, value, eTag },
  onSaved,
}: {
  readonly openid: string;
  readonly item: KeptView["state"][number];
  readonly onSaved: () => void;
}) {
  const { say, ask, tell } = useStage();
  const [draft, setDraft] = useDraft(`state.${openid}.${key}`);
  const edit = useRef<HTMLButtonElement>(null);
  // In its first line, which value was edited: what the bot writes meanwhile must not be lost.
  const end = draft.indexOf("\n");
  const [base, text] = [draft.slice(0, end), draft.slice(end + 1)];
  const isEdited = draft !== "";
  const wrong = isEdited ? whyNoState(text) : undefined;
  const type = (typed: string) => setDraft(`${base}\n${typed}`);

  function close(): void {
    setDraft("");
    edit.current?.focus();
  }
  async function save(): Promise<void> {
    const done = await ask("/api/state", { openid, key, value: text, eTag: base });
    if (done === undefined) return;
    tell(say("done"));
    close();
    onSaved();
  }
  return (
    <div class="kept-item">
      <h4>{shortened(key, openid)}</h4>
      {isEdited ? (
        <textarea
          class="xml-edit"
          rows={Math.min(16, text.split("\n").length + 1)}
          spellcheck={false}
          aria-label={say("editState", key)}
          aria-invalid={wrong !== undefined}
          value={text}
          onInput={({ currentTarget }) => type(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            close();
          }}
        />
      ) : (
        <Copyable text={value} />
      )}
      {wrong !== undefined && (
        <p class="why" role="alert">
          {wrong.why === "json" ? say("stateNoJson", wrong.says) : say("stateNoObject")}
        </p>
      )}
      {isEdited && base !== eTag && <p class="why">{say("stateChanged")}</p>}
      <div class="ways">
        {isEdited && (
          <button
            type="button"
            class="secondary strong"
            disabled={wrong !== undefined}
            onClick={() => void save()}
          >
            {say("saveState")}
          </button>
        )}
        <button
          type="button"
          class="secondary"
          ref={edit}
          aria-expanded={isEdited}
          onClick={() => (isEdited ? close() : setDraft(`${eTag}\n${value}`))}
        >
          {say(isEdited ? "closePanel" : "editPush")}
        </button>
      </div>
    </div>
  );
}

/** Why a text cannot be a value of bot state; undefined where it can. */
function whyNoState(
  text: string,
): { readonly why: "json" | "object"; readonly says: string } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? undefined : { why: "object", says: "" };
  } catch (error) {
    return { why: "json", says: (error as Error).message };
  }
}

/** Keys name the person, who is in hand already. */
function shortened(key: string, openid: string): string {
  return key.replace(openid, "…");
}
