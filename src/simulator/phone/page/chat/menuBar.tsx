import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../../../web/page/icons.tsx";
import type { MenuButton } from "../../../world/menu.ts";
import type { AccountView, PersonView } from "../../wire.ts";
import { useStage } from "../context.ts";
import { isWebAddress } from "./richText.tsx";

/** The account's menu at the bottom of the chat, with its sub-menus. */
export function MenuBar({
  person,
  account,
}: {
  readonly person: PersonView;
  readonly account: AccountView;
}) {
  const { say, ask } = useStage();
  const [open, setOpen] = useState<number | undefined>();
  const bar = useRef<HTMLElement>(null);
  const buttons = person.menu === undefined ? [] : (account.menus[person.menu] ?? []);

  useEffect(() => {
    if (open === undefined) return;
    const shut = ({ target }: Event) => {
      if (!bar.current?.contains(target as Node)) setOpen(undefined);
    };
    document.addEventListener("pointerdown", shut);
    return () => document.removeEventListener("pointerdown", shut);
  }, [open]);
  if (buttons.length === 0) return null;

  function tap(button: MenuButton): void {
    setOpen(undefined);
    const { url = "", type } = button;
    const key = button.key ?? (url || button.pagepath || button.name);
    // As the phone does: the page opens, and the account hears of it.
    if (type === "view" && isWebAddress(url)) window.open(url, "_blank", "noopener,noreferrer");
    void ask("/api/act", { openid: person.openid, action: { do: "tap", key } });
  }

  return (
    <nav
      class="menu-bar"
      aria-label={say("menuOf")}
      ref={bar}
      onKeyDown={(event) => {
        if (event.key === "Escape" && open !== undefined) {
          event.stopPropagation();
          setOpen(undefined);
          bar.current?.querySelectorAll<HTMLElement>(".menu-item > button")[open]?.focus();
        }
      }}
    >
      {buttons.map((button, index) => {
        const subs = button.sub_button ?? [];
        const isOpen = open === index;
        return (
          <div class="menu-item" key={button.name}>
            <button
              type="button"
              aria-haspopup={subs.length > 0 ? "true" : undefined}
              aria-expanded={subs.length > 0 ? isOpen : undefined}
              onClick={() => {
                if (subs.length > 0) setOpen(isOpen ? undefined : index);
                else tap(button);
              }}
            >
              {subs.length > 0 && <Icon name="menu" size={13} />}
              <span>{button.name}</span>
            </button>
            {isOpen && (
              <ul class={index === buttons.length - 1 && index > 0 ? "sub-menu last" : "sub-menu"}>
                {subs.map((sub) => (
                  <li key={sub.name}>
                    <button type="button" onClick={() => tap(sub)}>
                      {sub.name}
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </div>
        );
      })}
    </nav>
  );
}
