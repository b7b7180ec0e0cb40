import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { AccountAvatar } from "../../web/page/avatar.tsx";
import { Icon } from "../../web/page/icons.tsx";
import { Topics } from "../../web/page/store.ts";
import {
  firstLanguage,
  firstTheme,
  keepLanguage,
  keepTheme,
  type Language,
  type Theme,
} from "../../web/page/taste.ts";
import type { SessionView } from "../wire.ts";
import { Account } from "./account.tsx";
import { Releases } from "./checks/releases.tsx";
import { type Stage, StageContext } from "./context.ts";
import { List } from "./list.tsx";
import { Login } from "./login.tsx";
import { listen, order, Refused, readSession } from "./server.ts";
import { refusalIn, type Say, speaker } from "./words.ts";

const TOAST_MS = 6_000;
/** What other processes have changed is seen after so long, in milliseconds. */
const ASK_AGAIN_MS = 15_000;

/** The page: the login, then the channels. */
export function App() {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const [theme, setTheme] = useState<Theme>(firstTheme);
  const [session, setSession] = useState<SessionView | undefined>();
  const [asked, setAsked] = useState(false);
  const say = useMemo(() => speaker(language), [language]);

  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = say("title");
    keepLanguage(language);
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    keepTheme(theme);
  }, [theme]);
  const enter = () =>
    void readSession().then(
      (one) => {
        setSession(one);
        setAsked(true);
      },
      // The server is gone for a moment: nothing is known of the session.
      () => {},
    );
  useEffect(enter, []);

  return (
    <>
      <a class="skip" href="#main">
        {say("skip")}
      </a>
      <header class="bar">
        <AccountAvatar size={28} />
        <h1>{say("title")}</h1>
        <span class="bar-space" />
        <button
          type="button"
          class="icon-button"
          title={say(theme === "dark" ? "light" : "dark")}
          aria-label={say(theme === "dark" ? "light" : "dark")}
          onClick={() => setTheme(theme === "dark" ? "light" : "dark")}
        >
          <Icon name={theme === "dark" ? "sun" : "moon"} size={19} />
        </button>
        <button
          type="button"
          class="icon-button"
          onClick={() => setLanguage(language === "en" ? "zh" : "en")}
        >
          {say("language")}
        </button>
        {session?.name === "token" && (
          <button
            type="button"
            class="icon-button"
            onClick={() => void order("/api/logout", {}).finally(enter)}
          >
            {say("logOut")}
          </button>
        )}
      </header>
      {session !== undefined && <House {...{ session, say, language }} onOut={enter} />}
      {session === undefined && asked && <Login say={say} onIn={enter} />}
    </>
  );
}

/** What somebody sees who is in. */
function House({
  session,
  say,
  language,
  onOut,
}: {
  readonly session: SessionView;
  readonly say: Say;
  readonly language: Language;
  readonly onOut: () => void;
}) {
  const topics = useMemo(() => new Topics(), []);
  const [isThere, setThere] = useState(true);
  const [toast, setToast] = useState("");
  const toastTimer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const appId = useOpened();
  useEffect(() => {
    const changed = () => topics.touch("accounts");
    const end = listen(changed, (there) => {
      setThere(there);
      // Perhaps the session is over, which an event stream does not tell.
      if (!there) onOut();
    });
    const timer = setInterval(changed, ASK_AGAIN_MS);
    return () => {
      end();
      clearInterval(timer);
    };
  }, []);
  const stage = useMemo<Stage>(() => {
    const tell = (text: string) => {
      setToast(text);
      clearTimeout(toastTimer.current);
      toastTimer.current = setTimeout(() => setToast(""), TOAST_MS);
    };
    const attempt: Stage["attempt"] = (run) =>
      run().catch((error: Error) => {
        const known = error instanceof Refused ? error.refusal : undefined;
        if (known?.status === 401) onOut();
        const why = known === undefined ? error.message : refusalIn(say, known);
        tell(known?.diagnosis?.[language].cause ?? why);
        return undefined;
      });
    return { session, say, language, topics, tell, attempt };
  }, [session, language]);
  return (
    <StageContext.Provider value={stage}>
      {!isThere && (
        <p class="link-lost" role="status">
          {say("lost")}
        </p>
      )}
      <div class="house">
        <nav class="rail" aria-label={say("channels")}>
          <h2>{say("channels")}</h2>
          <a href="#/" aria-current={appId === undefined ? "page" : "true"}>
            <Icon name="chat" size={18} /> {say("officialAccounts")}
          </a>
        </nav>
        <main id="main" tabIndex={-1}>
          <Releases />
          {appId === undefined ? <List /> : <Account key={appId} appId={appId} />}
        </main>
      </div>
      <p class={toast === "" ? "toast" : "toast shown"} role="status">
        {toast}
      </p>
    </StageContext.Provider>
  );
}

/** The account that the address names. */
function useOpened(): string | undefined {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const moved = () => setHash(location.hash);
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  return /^#\/account\/(wx\w+)$/.exec(hash)?.[1];
}
