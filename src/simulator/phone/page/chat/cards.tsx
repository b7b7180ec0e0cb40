import { Icon } from "../../../../web/page/icons.tsx";
import type { AccountView } from "../../wire.ts";
import { useStage } from "../context.ts";
import type { Entry } from "../model.ts";
import type { Say } from "../words.ts";
import { type Part, Picture, sourceOf, Video, Voice, word } from "./media.tsx";
import { isWebAddress, RichText, WebLink } from "./richText.tsx";

/** What an account said. A new kind of message is a case here. */
export function theirBubble(
  { message, media, seq }: Extract<Entry, { is: "shown" }>,
  account: AccountView,
  say: Say,
  onChoose: (id: string, text: string) => void,
) {
  const type = word(message, "msgtype");
  const part = (message[type] ?? {}) as Part;
  switch (type) {
    case "text":
      return (
        <div class="bubble">
          <RichText text={word(part, "content")} onChoose={onChoose} />
        </div>
      );
    case "image":
      return <Picture class="photo" src={sourceOf(media)} seed={`${seq}`} label={say("picture")} />;
    case "voice":
      return <Voice text="" />;
    case "video":
    case "mpvideo":
      return <Video seed={`${seq}`} href={sourceOf(media)} title={word(part, "title")} />;
    case "music":
      return <MusicCard music={part} />;
    case "news":
      return <NewsCard articles={Array.isArray(part.articles) ? (part.articles as Part[]) : []} />;
    case "msgmenu":
      return <MenuMessage menu={part} onChoose={onChoose} />;
    case "miniprogrampage":
      return <MiniProgramCard page={part} account={account.name} />;
    default:
      return <div class="bubble quiet">{say("unknownMessage", type)}</div>;
  }
}

/** One article fills a card; several stand below the first one. */
function NewsCard({ articles }: { readonly articles: readonly Part[] }) {
  const [first, ...rest] = articles;
  if (first === undefined) return null;
  const link = (article: Part, children: preact.ComponentChildren, name: string) => (
    <WebLink class={name} href={word(article, "url")}>
      {children}
    </WebLink>
  );
  const title = word(first, "title");
  return (
    <div class="card news">
      {link(
        first,
        <>
          <Picture
            class="news-cover"
            src={safe(word(first, "picurl"))}
            seed={title}
            label={title}
          />
          <span class={rest.length > 0 ? "news-title over" : "news-title"}>{title}</span>
          {rest.length === 0 && word(first, "description") !== "" && (
            <span class="news-text">{word(first, "description")}</span>
          )}
        </>,
        "news-first",
      )}
      {rest.map((article) =>
        link(
          article,
          <>
            <span class="news-row-title">{word(article, "title")}</span>
            <Picture
              class="news-thumb"
              src={safe(word(article, "picurl"))}
              seed={word(article, "title")}
              label=""
            />
          </>,
          "news-row",
        ),
      )}
    </div>
  );
}

function safe(url: string): string | undefined {
  return isWebAddress(url) ? url : undefined;
}

function MusicCard({ music }: { readonly music: Part }) {
  const { say } = useStage();
  const url = word(music, "hqmusicurl") || word(music, "musicurl");
  return (
    <WebLink class="card music" href={url}>
      <span class="music-cover">
        <Icon name="play" size={26} />
      </span>
      <span class="music-text">
        <strong>{word(music, "title") || say("music")}</strong>
        <small>{word(music, "description")}</small>
      </span>
      <Icon name="note" size={16} />
    </WebLink>
  );
}

/** A message menu: each choice is a link that writes for the person. */
function MenuMessage({
  menu,
  onChoose,
}: {
  readonly menu: Part;
  readonly onChoose: (id: string, text: string) => void;
}) {
  const items = Array.isArray(menu.list) ? (menu.list as readonly Part[]) : [];
  return (
    <div class="bubble menu-message">
      {word(menu, "head_content") !== "" && <p>{word(menu, "head_content")}</p>}
      <ul>
        {items.map((item) => (
          <li key={word(item, "id")}>
            <button
              type="button"
              class="text-link"
              onClick={() => onChoose(word(item, "id"), word(item, "content"))}
            >
              {word(item, "content")}
            </button>
          </li>
        ))}
      </ul>
      {word(menu, "tail_content") !== "" && <p>{word(menu, "tail_content")}</p>}
    </div>
  );
}

export function MiniProgramCard({
  page,
  account,
}: {
  readonly page: Part;
  readonly account: string;
}) {
  const { say } = useStage();
  const title = word(page, "title") || word(page, "Title");
  return (
    <div class="card mini">
      <span class="mini-name">
        <Icon name="mini" size={15} /> {account}
      </span>
      <span class="mini-title">{title}</span>
      <Picture class="mini-picture" src={undefined} seed={title} label={title} />
      <span class="mini-foot">
        <Icon name="mini" size={12} /> {say("miniProgram")}
      </span>
    </div>
  );
}

/** A notification: its title, then the lines of its template with what was filled in. */
export function TemplateCard({
  message,
  title,
  content,
}: {
  readonly message: Part;
  readonly title: string;
  readonly content: string | undefined;
}) {
  const { say } = useStage();
  const data = (message.data ?? {}) as Readonly<Record<string, Part | undefined>>;
  const rows =
    content === undefined
      ? Object.entries(data).map(([name, part]) => [name, word(part, "value")] as const)
      : content.split("\n").map((line) => rowOf(line, data));
  const url = word(message, "url") || word(message, "page");
  return (
    <div class="card template">
      <strong class="template-title">{word(message, "title") || title}</strong>
      <dl>
        {rows.map(([name, value]) => (
          <div key={`${name} ${value}`}>
            {name !== "" && <dt>{name}</dt>}
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {isWebAddress(url) && (
        <WebLink class="template-more" href={url}>
          {say("details")}
          <Icon name="push" size={14} />
        </WebLink>
      )}
    </div>
  );
}

/** `状态：{{phrase2.DATA}}` becomes its label and its value. */
function rowOf(
  line: string,
  data: Readonly<Record<string, Part | undefined>>,
): readonly [name: string, value: string] {
  const [, label = "", place = "", rest = ""] =
    /^(.*?)\{\{\s*(\w+)\.DATA\s*\}\}(.*)$/.exec(line) ?? [];
  if (place === "") return ["", line];
  return [label.replace(/[：:]\s*$/, "").trim(), `${word(data[place], "value")}${rest}`];
}

/** A drawn map: the same for the same place. */
export function PlaceCard({
  latitude,
  longitude,
  label,
}: {
  readonly latitude: number;
  readonly longitude: number;
  readonly label: string;
}) {
  const [a, b] = [Math.abs(latitude * 997) % 40, Math.abs(longitude * 991) % 50];
  return (
    <div class="card place">
      <span class="place-text">
        <strong>{label || `${latitude}, ${longitude}`}</strong>
        <small>
          {latitude.toFixed(4)}, {longitude.toFixed(4)}
        </small>
      </span>
      <svg
        class="place-map"
        viewBox="0 0 230 90"
        preserveAspectRatio="xMidYMid slice"
        aria-hidden="true"
      >
        <rect width="230" height="90" class="map-ground" />
        <path class="map-park" d={`M${150 + a} 0h60v${30 + a / 2}l-40 14z`} />
        <path
          class="map-water"
          d={`M0 ${60 + a / 4}C50 ${40 + a / 2} 80 ${86 - a / 3} 140 76s60 10 90 4v14H0z`}
        />
        <path
          class="map-road"
          d={`M${20 + b} 0L${70 + b} 90M0 ${20 + a / 2}L230 ${34 + a / 2}M${150 - b / 2} 0L${120 + b} 90`}
        />
        <g transform="translate(115 44)">
          <path class="map-pin" d="M0 0c-8-9-12-14-12-20a12 12 0 0 1 24 0c0 6-4 11-12 20z" />
          <circle cy="-20" r="4.5" fill="#fff" />
        </g>
      </svg>
    </div>
  );
}
