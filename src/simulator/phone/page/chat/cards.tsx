import { useState } from "preact/hooks";
import { Icon } from "../../../../web/page/icons.tsx";
import type { MediaView } from "../../wire.ts";
import { useStage } from "../context.ts";
import { isWebAddress, WebLink } from "./richText.tsx";

type Part = { readonly [name: string]: unknown };

export const word = (part: Part | undefined, name: string): string => {
  const value = part?.[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
};

/** What is smaller is a sample that stands for a picture, and nothing to look at. */
const SMALLEST = 8;

/** A picture from anywhere; where it cannot be had, a quiet pattern in its place. */
export function Picture({
  src,
  seed,
  label,
  class: name = "",
}: {
  readonly src: string | undefined;
  /** Chooses the pattern. */
  readonly seed: string;
  readonly label: string;
  readonly class?: string;
}) {
  const [broken, setBroken] = useState(false);
  const usable = src !== undefined && src !== "" && !broken;
  if (!usable) return <Pattern seed={seed} label={label} class={name} />;
  return (
    <img
      class={name}
      src={src}
      alt={label}
      loading="lazy"
      referrerpolicy="no-referrer"
      onError={() => setBroken(true)}
      onLoad={({ currentTarget }) => setBroken(currentTarget.naturalWidth < SMALLEST)}
    />
  );
}

function Pattern({
  seed,
  label,
  class: name,
}: {
  readonly seed: string;
  readonly label: string;
  readonly class: string;
}) {
  let hash = 11;
  for (const letter of seed) hash = (Math.imul(hash, 33) + (letter.codePointAt(0) ?? 0)) >>> 0;
  const hue = 165 + (hash % 60);
  const tilt = 20 + (hash % 22);
  return (
    <svg
      class={`pattern ${name}`}
      viewBox="0 0 180 100"
      preserveAspectRatio="xMidYMid slice"
      role="img"
      aria-label={label}
    >
      <rect width="180" height="100" fill={`hsl(${hue} 42% 72%)`} />
      <path
        d={`M0 100V${tilt + 38}L58 ${tilt + 8}l46 34 40-22 36 24v56z`}
        fill={`hsl(${hue} 38% 56%)`}
      />
      <path
        d={`M0 100V78l70-${tilt / 2}L180 ${70 + tilt / 3}V100z`}
        fill={`hsl(${hue + 12} 40% 44%)`}
      />
      <circle cx={118 + (hash % 40)} cy="26" r="11" fill="#fff" opacity="0.75" />
    </svg>
  );
}

/** The address of a stored file, where a browser can show it. */
export function sourceOf(media: MediaView | undefined): string | undefined {
  return media === undefined ? undefined : `/api/media/${encodeURIComponent(media.id)}`;
}

/** One article fills a card; several stand below the first one. */
export function NewsCard({ articles }: { readonly articles: readonly Part[] }) {
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

export function MusicCard({ music }: { readonly music: Part }) {
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
export function MenuMessage({
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
