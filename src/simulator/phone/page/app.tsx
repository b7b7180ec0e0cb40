import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useTopics } from "../../../web/page/store.ts";
import {
  firstLanguage,
  firstTheme,
  keepLanguage,
  keepTheme,
  type Language,
  type Theme,
} from "../../../web/page/taste.ts";
import { Phone } from "./chat/phone.tsx";
import { type Stage, StageContext } from "./context.ts";
import { Inspector } from "./inspector/inspector.tsx";
import { order, type Refusal } from "./link.ts";
import type { Model } from "./model.ts";
import { Splitter, useWidth } from "./panes.tsx";
import { People } from "./people.tsx";
import { TopBar } from "./topBar.tsx";
import { refusalIn, speaker } from "./words.ts";

/** More phones than this do not fit side by side. */
const MOST_PHONES = 3;
const TOAST_MS = 6_000;
/** Wide enough for names, in pixels. */
const WIDE_PEOPLE = 216;
type View = "people" | "phone" | "inspector";
const VIEWS: readonly View[] = ["people", "phone", "inspector"];

/** The page: people, phones, inspector; in a narrow window one at a time. */
export function App({ model }: { readonly model: Model }) {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const [theme, setTheme] = useState<Theme>(firstTheme);
  const [open, setOpen] = useState<readonly string[]>([]);
  const [active, setActive] = useState<string | undefined>();
  const [view, setView] = useState<View>("phone");
  const [toast, setToast] = useState("");
  const [peopleWidth, setPeopleWidth] = useWidth("people");
  const [inspectorWidth, setInspectorWidth] = useWidth("inspector");
  const toastTimer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useTopics(model.topics, "link", "people");

  const stage = useMemo<Stage>(() => {
    const tell = (text: string) => {
      setToast(text);
      clearTimeout(toastTimer.current);
      toastTimer.current = setTimeout(() => setToast(""), TOAST_MS);
    };
    const ask: Stage["ask"] = (path, body) =>
      order(path, body).catch((error: Refusal) => {
        tellWhy(error);
        return undefined;
      });
    const tellWhy = (error: Refusal) => {
      const code = /errcode (-?\d+)/.exec(error.message)?.[1];
      tell(code === undefined ? refusalIn({ say, language }, error) : say("refusedToast", code));
    };
    const say = speaker(language);
    return { model, language, say, tell, tellWhy, ask };
  }, [model, language]);
  const { say } = stage;

  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = say("title");
    keepLanguage(language);
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    keepTheme(theme);
  }, [theme]);

  // Somebody's phone is always open; a person who is gone with an earlier process is not.
  const [first] = model.people.keys();
  const known = open.filter((openid) => model.people.has(openid));
  const phones = known.length > 0 ? known : first === undefined ? [] : [first];
  const looked = active !== undefined && phones.includes(active) ? active : phones[0];
  useEffect(() => model.look(phones), [phones.join()]);

  function show(openid: string, beside: boolean): void {
    setView("phone");
    setActive(openid);
    if (phones.includes(openid)) setOpen(phones);
    else if (beside) setOpen([...phones, openid].slice(-MOST_PHONES));
    else setOpen(phones.map((one) => (one === looked ? openid : one)));
  }
  return (
    <StageContext.Provider value={stage}>
      <a class="skip" href="#phones">
        {say("skip")}
      </a>
      <TopBar
        theme={theme}
        onTheme={() => setTheme(theme === "dark" ? "light" : "dark")}
        onLanguage={() => setLanguage(language === "en" ? "zh" : "en")}
      />
      {!model.connected && (
        <p class="link-lost" role="status">
          {say(model.people.size === 0 ? "loading" : "lost")}
        </p>
      )}
      <main
        class={`house view-${view} with-${phones.length}${inspectorWidth === undefined ? "" : " sized"}`}
        style={{
          ...(peopleWidth !== undefined && { "--people-width": `${peopleWidth}px` }),
          ...(inspectorWidth !== undefined && { "--inspector-width": `${inspectorWidth}px` }),
        }}
      >
        <People
          open={phones}
          active={looked}
          onOpen={show}
          onWiden={() => setPeopleWidth(WIDE_PEOPLE)}
        />
        <Splitter
          label={say("resizePeople")}
          pane=".people"
          side="start"
          least={68}
          most={420}
          onWidth={setPeopleWidth}
        />
        <div class={`phones count-${phones.length}`} id="phones">
          {phones.map((openid) => (
            <Phone
              key={openid}
              openid={openid}
              active={openid === looked && phones.length > 1}
              onActivate={() => setActive(openid)}
              onClose={
                phones.length > 1
                  ? () => setOpen(phones.filter((one) => one !== openid))
                  : undefined
              }
            />
          ))}
        </div>
        <Splitter
          label={say("resizeInspector")}
          pane=".inspector"
          side="end"
          least={300}
          most={1200}
          onWidth={setInspectorWidth}
        />
        <Inspector openid={looked} />
      </main>
      <nav class="view-bar" aria-label={say("views")}>
        {VIEWS.map((name) => (
          <button
            type="button"
            key={name}
            aria-pressed={view === name}
            onClick={() => setView(name)}
          >
            {say(name)}
          </button>
        ))}
      </nav>
      <div class={toast === "" ? "toast" : "toast shown"} role="status" aria-live="polite">
        {toast}
      </div>
    </StageContext.Provider>
  );
}
