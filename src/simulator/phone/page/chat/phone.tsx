import { useEffect, useRef, useState } from "preact/hooks";
import { AccountAvatar } from "../../../../web/page/avatar.tsx";
import { Icon } from "../../../../web/page/icons.tsx";
import { useTicks, useTopics } from "../../../../web/page/store.ts";
import type { AccountView, PersonView } from "../../wire.ts";
import { kindInWords } from "../accountKind.tsx";
import { useStage } from "../context.ts";
import { Chat } from "./chat.tsx";
import { Composer } from "./composer.tsx";
import { MenuBar } from "./menuBar.tsx";

/** One person's phone, open at the account. */
export function Phone({
  openid,
  active,
  onActivate,
  onClose,
}: {
  readonly openid: string;
  /** It is the one that the inspector looks at. */
  readonly active: boolean;
  readonly onActivate: () => void;
  /** Absent for the only one. */
  readonly onClose?: (() => void) | undefined;
}) {
  const { model, say } = useStage();
  useTopics(model.topics, `person:${openid}`, "account");
  const [profile, setProfile] = useState(false);
  const [searching, setSearching] = useState(false);
  const searchButton = useRef<HTMLButtonElement>(null);
  const person = model.people.get(openid);
  const { account } = model;
  const following = person?.following === true;
  // Who has just followed wants to see the greeting.
  useEffect(() => {
    if (following) setProfile(false);
  }, [following]);
  if (person === undefined || account === undefined) return null;
  const showsProfile = profile || (!following && model.chat(openid).length === 0);
  return (
    <section
      class={active ? "handset active" : "handset"}
      aria-label={`${say("phone")}: ${person.name}`}
      onFocusCapture={onActivate}
      onPointerDown={onActivate}
      onKeyDown={({ key }) => key === "Escape" && setProfile(false)}
    >
      <header class="handset-head">
        <button
          type="button"
          class="plain"
          aria-label={showsProfile ? say("enterChat") : say("profile")}
          onClick={() => setProfile(!showsProfile)}
        >
          <Icon name={showsProfile ? "back" : "person"} />
        </button>
        <Title person={person} account={account} />
        {showsProfile ? (
          <span class="head-space" />
        ) : (
          <button
            type="button"
            class="plain"
            ref={searchButton}
            aria-label={say("findInChat")}
            aria-expanded={searching}
            onClick={() => setSearching(!searching)}
          >
            <Icon name="search" size={21} />
          </button>
        )}
        {onClose !== undefined && (
          <button type="button" class="plain" aria-label={say("closePhone")} onClick={onClose}>
            <Icon name="close" />
          </button>
        )}
      </header>
      {showsProfile ? (
        <Profile person={person} account={account} />
      ) : (
        <>
          <Chat
            key={openid}
            person={person}
            account={account}
            onSearchEnd={
              searching
                ? () => {
                    setSearching(false);
                    searchButton.current?.focus();
                  }
                : undefined
            }
          />
          {following ? (
            <footer class="handset-foot">
              <Composer key={openid} person={person} account={account} />
              <MenuBar person={person} account={account} />
            </footer>
          ) : (
            <footer class="handset-foot gone">
              <FollowButton openid={openid} />
            </footer>
          )}
        </>
      )}
    </section>
  );
}

/** The account's name, or that it is typing: where WeChat says so. */
function Title({
  person,
  account,
}: {
  readonly person: PersonView;
  readonly account: AccountView;
}) {
  const { model, say } = useStage();
  useTicks(500);
  const typing = person.typingUntil > model.now();
  return (
    <div class="handset-title">
      <h2>{typing ? <span class="typing">{say("typing")}</span> : account.name}</h2>
      <small>
        {person.agent === undefined ? person.name : say("agent", person.agent)}
        {` · ${kindInWords(account, say)}`}
      </small>
    </div>
  );
}

function FollowButton({ openid }: { readonly openid: string }) {
  const { say, ask } = useStage();
  return (
    <button
      type="button"
      class="primary wide"
      onClick={() => void ask("/api/act", { openid, action: { do: "follow" } })}
    >
      {say("follow")}
    </button>
  );
}

/** The account's page in WeChat, where one follows and leaves. */
function Profile({
  person,
  account,
}: {
  readonly person: PersonView;
  readonly account: AccountView;
}) {
  const { say, ask } = useStage();
  const first = useRef<HTMLDivElement>(null);
  const { openid, following, blocked, messagesOff } = person;
  const kind = {
    service: "serviceAccount",
    subscription: "subscriptionAccount",
    test: "testAccount",
  } as const;
  return (
    <div class="profile" ref={first}>
      <div class="profile-head">
        <AccountAvatar size={72} />
        <h3>{account.name}</h3>
        <p>
          {say(kind[account.type])}
          {account.verified && (
            <span class="verified">
              <Icon name="check" size={14} /> {say("verified")}
            </span>
          )}
        </p>
        <p class="quiet">{say("accountIntro")}</p>
      </div>
      {following ? (
        <>
          <Switch
            label={say("receive")}
            on={!messagesOff}
            onChange={(on) => void ask("/api/act", { openid, action: { do: "receive", on } })}
          />
          <Switch
            label={say("blockByAccount")}
            on={blocked}
            onChange={(on) => void ask("/api/person", { openid, blocked: on })}
          />
          <button
            type="button"
            class="danger wide"
            onClick={() => void ask("/api/act", { openid, action: { do: "unfollow" } })}
          >
            {say("unfollow")}
          </button>
        </>
      ) : (
        <>
          <FollowButton openid={openid} />
          {blocked && (
            <Switch
              label={say("blockByAccount")}
              on={blocked}
              onChange={(on) => void ask("/api/person", { openid, blocked: on })}
            />
          )}
        </>
      )}
      <p class="profile-ids">
        {account.appId}
        <br />
        {account.originalId}
      </p>
    </div>
  );
}

function Switch({
  label,
  on,
  onChange,
}: {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <button
      type="button"
      class="switch"
      role="switch"
      aria-checked={on}
      onClick={() => onChange(!on)}
    >
      <span>{label}</span>
      <span class="switch-track">
        <span class="switch-knob" />
      </span>
    </button>
  );
}
