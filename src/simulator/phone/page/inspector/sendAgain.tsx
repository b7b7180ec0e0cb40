import { useRef } from "preact/hooks";
import { useStage } from "../context.ts";
import { useDraft } from "../drafts.ts";

/** A push once more: as it was, or as somebody edits it. */
export function SendAgain({ id, opened }: { readonly id: string; readonly opened: string }) {
  const { say, ask } = useStage();
  // Behind a sign, so that an emptied text is told from none.
  const [draft, setDraft] = useDraft(`push.${id}`);
  const xml = draft === "" ? undefined : draft.slice(1);
  const setXml = (typed: string | undefined) => setDraft(typed === undefined ? "" : `=${typed}`);
  const edit = useRef<HTMLButtonElement>(null);

  function close(): void {
    setXml(undefined);
    edit.current?.focus();
  }
  async function send(): Promise<void> {
    const done = await ask("/api/resend", { id, ...(xml !== undefined && { xml }) });
    // What WeChat could not send stays to be mended.
    if (done !== undefined) setXml(undefined);
  }
  return (
    <div class="send-again">
      {xml !== undefined && (
        <textarea
          class="xml-edit"
          rows={Math.min(16, xml.split("\n").length + 1)}
          spellcheck={false}
          aria-label={say("editPush")}
          value={xml}
          onInput={({ currentTarget }) => setXml(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            // The push itself stays open.
            event.stopPropagation();
            close();
          }}
        />
      )}
      <div class="ways">
        <button type="button" class="secondary strong" onClick={() => void send()}>
          {say(xml === undefined ? "sendAgain" : "sendEdited")}
        </button>
        <button
          type="button"
          class="secondary"
          ref={edit}
          aria-expanded={xml !== undefined}
          onClick={() => (xml === undefined ? setXml(opened) : close())}
        >
          {say(xml === undefined ? "editPush" : "closePanel")}
        </button>
      </div>
    </div>
  );
}
