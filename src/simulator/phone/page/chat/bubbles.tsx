import { AccountAvatar, Avatar } from "../../../../web/page/avatar.tsx";
import { Icon } from "../../../../web/page/icons.tsx";
import type { AccountView } from "../../wire.ts";
import { kindInWords } from "../accountKind.tsx";
import { useStage } from "../context.ts";
import type { Entry } from "../model.ts";
import { lengthOf } from "../times.ts";
import type { Say } from "../words.ts";
import { MiniProgramCard, PlaceCard, TemplateCard, theirBubble } from "./cards.tsx";
import { Picture, sourceOf, Video, Voice, word } from "./media.tsx";
import { noticeOf } from "./notices.ts";
import { RichText, WebLink } from "./richText.tsx";

type Did = Extract<Entry, { is: "did" }>;
type Shown = Extract<Entry, { is: "shown" }>;

interface EntryProps {
  readonly entry: Entry;
  readonly name: string;
  readonly account: AccountView;
  readonly onChoose: (id: string, text: string) => void;
}

/** Whether WeChat shows its grey line under a message. */
function isByAi({ aimsgcontext }: Shown["message"]): boolean {
  return (aimsgcontext as { is_ai_msg?: unknown } | undefined)?.is_ai_msg === 1;
}

/** One thing in a chat. */
export function EntryLine({ entry, name, account, onChoose }: EntryProps) {
  const { say, language } = useStage();
  switch (entry.is) {
    case "fault":
      return (
        <p class="notice fault" title={entry.why} data-seq={entry.seq}>
          {say("faultNotice")}
        </p>
      );
    case "kind":
      return (
        <p class="notice jump" data-seq={entry.seq}>
          {say("becameKind", kindInWords(entry, say))}
        </p>
      );
    case "later":
      return (
        <p class="notice jump" data-seq={entry.seq}>
          {say("later", lengthOf(entry.ms, language))}
        </p>
      );
    case "did": {
      const bubble = ownBubble(entry, account, say);
      return bubble === undefined ? (
        <p class="notice" data-seq={entry.seq}>
          {noticeOf(entry, name, account, say)}
        </p>
      ) : (
        <div class="line own" data-seq={entry.seq}>
          <Avatar id={entry.openid} name={name} label={say("nameYou")} />
          {bubble}
        </div>
      );
    }
    case "shown":
      if (entry.via === "template" || entry.via === "subscription" || entry.via === "oneTime") {
        return (
          <div class="line wide" data-seq={entry.seq}>
            <span class="sr">{say("nameBot")}: </span>
            {notification(entry, account, say)}
          </div>
        );
      }
      return (
        <div class={`line theirs${entry.via === "mass" ? " mass" : ""}`} data-seq={entry.seq}>
          <AccountAvatar {...(entry.via !== "agent" && { label: say("nameBot") })} />
          <div class="line-body">
            {entry.via === "agent" && (
              <small class="line-name">{word(entry.message, "kf_account")}</small>
            )}
            {entry.via === "mass" && <small class="line-name">{say("mass")}</small>}
            {theirBubble(entry, account, say, onChoose)}
            {isByAi(entry.message) && <small class="line-name">{say("byAi")}</small>}
          </div>
        </div>
      );
  }
}

function ownBubble({ action, media, seq }: Did, account: AccountView, say: Say) {
  switch (action.do) {
    case "say":
      return (
        <div class="bubble">
          <RichText text={action.text} links={false} />
        </div>
      );
    case "choose":
      return <div class="bubble">{action.text ?? action.id}</div>;
    case "image":
      return <Picture class="photo" src={sourceOf(media)} seed={`${seq}`} label={say("picture")} />;
    case "voice":
      return <Voice text={action.recognition ?? ""} />;
    case "video":
    case "shortvideo":
      return <Video seed={`${seq}`} href={sourceOf(media)} />;
    case "location":
      return (
        <PlaceCard
          latitude={action.latitude}
          longitude={action.longitude}
          label={action.label ?? ""}
        />
      );
    case "link":
      return (
        <WebLink class="card link-card" href={action.url}>
          <strong>{action.title}</strong>
          <span>{action.description ?? action.url}</span>
          <Icon name="link" size={26} />
        </WebLink>
      );
    case "file":
      return (
        <div class="card file-card">
          <span>
            <strong>{action.name}</strong>
            <small>{action.bytes ?? 1} B</small>
          </span>
          <Icon name="file" size={34} />
        </div>
      );
    case "miniprogrampage":
      return <MiniProgramCard page={action} account={account.name} />;
    case "send":
      return isSticker(action.elements) ? <div class="bubble sticker">🎉</div> : undefined;
    default:
      return undefined;
  }
}

/** What WeChat makes of a sticker: a text that says that it cannot be shown. */
const STICKER = /^(?:【收到不支持的消息类型，暂无法显示】|\[Unsupported Message\])$/;

function isSticker(elements: { readonly [name: string]: string | number }): boolean {
  return elements.MsgType === "text" && STICKER.test(String(elements.Content));
}

function notification({ message, via }: Shown, account: AccountView, say: Say) {
  const id = word(message, "template_id");
  const template = account.templates.find((one) => one.id === id);
  const title = template?.title ?? say("template");
  const content = via === "oneTime" ? undefined : template?.content;
  return <TemplateCard message={message} title={title} content={content} />;
}
