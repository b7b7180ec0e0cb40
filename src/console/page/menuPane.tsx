import { useState } from "preact/hooks";
import type { Menu } from "../../client/endpoints/menus.ts";
import { useStage } from "./context.ts";
import { order, read } from "./server.ts";

const SAMPLE: Menu = {
  button: [
    { type: "click", name: "Menu", key: "MENU" },
    { name: "More", sub_button: [{ type: "view", name: "Web", url: "https://example.com/" }] },
  ],
};

/** The account's menu, shown as a phone shows it, edited as WeChat takes it. */
export function MenuPane({ appId }: { readonly appId: string }) {
  const { say, attempt, tell } = useStage();
  const [json, setJson] = useState<string | undefined>();
  const [isEmpty, setEmpty] = useState(false);
  const menu = json === undefined ? undefined : parsed(json);
  async function show(): Promise<void> {
    const path = `/api/menu?appId=${encodeURIComponent(appId)}`;
    const answer = await attempt(() => read<{ menu: Menu | null }>(path));
    if (answer === undefined) return;
    setEmpty(answer.menu === null);
    setJson(JSON.stringify(answer.menu ?? SAMPLE, null, 2));
  }
  async function publish(): Promise<void> {
    if (menu === undefined) return;
    if (await attempt(() => order("/api/menu", { appId, menu }))) {
      setEmpty(false);
      tell(say("published"));
    }
  }
  async function remove(): Promise<void> {
    if (!(await attempt(() => order("/api/menu", { appId, menu: null })))) return;
    setEmpty(true);
    tell(say("removed"));
  }
  return (
    <section class="card" aria-label={say("menu")}>
      <h3>{say("menu")}</h3>
      {json === undefined && (
        <button type="button" class="secondary" onClick={() => void show()}>
          {say("showMenu")}
        </button>
      )}
      {json !== undefined && (
        <>
          {isEmpty && <p class="quiet">{say("noMenu")}</p>}
          <label class="field">
            <span>{say("menuJson")}</span>
            <textarea
              class="code-field"
              rows={10}
              spellcheck={false}
              value={json}
              onInput={({ currentTarget }) => setJson(currentTarget.value)}
            />
          </label>
          <h4>{say("preview")}</h4>
          {menu === undefined ? <p class="problem">{say("menuWrong")}</p> : <Preview menu={menu} />}
          <div class="actions">
            <button
              type="button"
              class="primary"
              disabled={menu === undefined}
              onClick={() => void publish()}
            >
              {say("publish")}
            </button>
            <button type="button" class="danger" disabled={isEmpty} onClick={() => void remove()}>
              {say("removeMenu")}
            </button>
          </div>
        </>
      )}
    </section>
  );
}

function Preview({ menu }: { readonly menu: Menu }) {
  return (
    <div class="menu-preview">
      {menu.button.map((button, index) => (
        <div class="menu-column" key={`${index}`}>
          <ul>
            {("sub_button" in button ? button.sub_button : []).map(({ name }, at) => (
              <li key={`${at}`}>{String(name)}</li>
            ))}
          </ul>
          <b>{String(button.name)}</b>
        </div>
      ))}
    </div>
  );
}

/** What was typed, if it has the form of a menu. */
function parsed(json: string): Menu | undefined {
  try {
    const menu = JSON.parse(json) as Partial<Menu> | null;
    const buttons = menu?.button;
    const isMenu =
      Array.isArray(buttons) &&
      buttons.length > 0 &&
      buttons.every((one) => {
        if (typeof one !== "object" || one === null) return false;
        return !("sub_button" in one) || isListOfObjects(one.sub_button);
      });
    return isMenu ? (menu as Menu) : undefined;
  } catch {
    return undefined;
  }
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "object" && one !== null);
}
