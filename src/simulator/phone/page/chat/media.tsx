import { useState } from "preact/hooks";
import { Icon } from "../../../../web/page/icons.tsx";
import type { MediaView } from "../../wire.ts";

/** A part of a message as it is on the wire. */
export type Part = { readonly [name: string]: unknown };

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

/** As long as it takes to say it: WeChat's bubble grows with the seconds. */
export function Voice({ text }: { readonly text: string }) {
  const seconds = Math.min(60, Math.max(2, Math.round([...text].length / 4)));
  return (
    <div class="voice">
      <div class={`bubble voice-bubble length-${Math.min(6, Math.ceil(seconds / 5))}`}>
        <span>{seconds}″</span>
        <Icon name="voice" size={18} />
      </div>
      {text !== "" && <div class="voice-text">{text}</div>}
    </div>
  );
}

export function Video({
  seed,
  href,
  title = "",
}: {
  readonly seed: string;
  readonly href: string | undefined;
  readonly title?: string;
}) {
  const inside = (
    <>
      <Picture class="photo" src={undefined} seed={`v${seed}`} label={title} />
      <span class="play">
        <Icon name="play" size={30} />
      </span>
      {title !== "" && <span class="video-title">{title}</span>}
    </>
  );
  return href === undefined ? (
    <div class="video">{inside}</div>
  ) : (
    <a class="video" href={href} target="_blank" rel="noopener noreferrer">
      {inside}
    </a>
  );
}
