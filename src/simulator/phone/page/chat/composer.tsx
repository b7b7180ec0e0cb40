import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../../../web/page/icons.tsx";
import type { AccountView, PersonView } from "../../wire.ts";
import { useStage } from "../context.ts";
import { useDraft } from "../drafts.ts";
import { MorePanel, StickerPanel, VoicePanel } from "../inspector/panels.tsx";

type Open = "more" | "stickers" | "voice" | undefined;

/** Where a person writes, and sends everything else. */
export function Composer({
  person,
  account,
}: {
  readonly person: PersonView;
  readonly account: AccountView;
}) {
  const { say, ask } = useStage();
  const { openid } = person;
  const [text, setText, keepText] = useDraft(openid);
  const [open, setOpen] = useState<Open>();
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    const area = field.current;
    // Where the browser does it by itself, nothing is laid out anew for it.
    if (area === null || CSS.supports("field-sizing", "content")) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 110)}px`;
  }, [text]);

  function send(): void {
    if (text.trim() === "") return;
    setText("");
    keepText(text);
    void ask("/api/act", { openid, action: { do: "say", text } }).then((done) => {
      // Somebody may have gone on typing.
      const typed = field.current?.value ?? "";
      if (done !== undefined) keepText(typed);
      // What was not taken is still to be sent.
      else if (typed === "") setText(text);
    });
    field.current?.focus();
  }
  function toggle(panel: Open): void {
    setOpen(open === panel ? undefined : panel);
  }
  const close = () => setOpen(undefined);
  return (
    <fieldset
      class="composer-area"
      aria-label={say("write")}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || open === undefined) return;
        close();
        field.current?.focus();
      }}
    >
      <form
        class="composer"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <button
          type="button"
          class="plain"
          aria-label={say("voice")}
          aria-expanded={open === "voice"}
          onClick={() => toggle("voice")}
        >
          <Icon name="voice" size={26} />
        </button>
        <textarea
          ref={field}
          rows={1}
          value={text}
          maxLength={20_000}
          aria-label={say("write")}
          placeholder={say("write")}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={(event) => {
            // An input method ends its word with Enter as well.
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button
          type="button"
          class="plain"
          aria-label={say("stickers")}
          aria-expanded={open === "stickers"}
          onClick={() => toggle("stickers")}
        >
          <Icon name="smile" size={26} />
        </button>
        {text.trim() === "" ? (
          <button
            type="button"
            class="plain"
            aria-label={say("more")}
            aria-expanded={open === "more"}
            onClick={() => toggle("more")}
          >
            <Icon name="plus" size={26} />
          </button>
        ) : (
          <button type="submit" class="primary send">
            {say("send")}
          </button>
        )}
      </form>
      {open === "voice" && <VoicePanel openid={openid} onDone={close} />}
      {open === "stickers" && (
        <StickerPanel openid={openid} onPick={(sign) => setText(`${text}${sign}`)} onDone={close} />
      )}
      {open === "more" && <MorePanel openid={openid} account={account} onDone={close} />}
    </fieldset>
  );
}
