import { readAddress } from "../../language/address.ts";
import type { PromptInput } from "../../language/reading.ts";
import type { Prompt } from "../../machines/dialogue/prompt.ts";
import { type Check, miss, type PromptSettings, prompt, typed } from "./prompt.ts";

/** Something that was sent. WeChat keeps it for three days under its `mediaId`. */
export interface Media {
  readonly contentType: string;
  readonly name?: string;
  /** The file's address, where the channel says one. */
  readonly contentUrl?: string;
  readonly mediaId?: string;
  /** The file's size in bytes, where the channel says one. */
  readonly bytes?: number;
}

/** A voice message, with its words where they were recognised. */
export interface Voice extends Media {
  readonly text?: string;
}

/** Asks for a picture. Reason: `not-an-image`. */
export function image(ask: string, settings: PromptSettings<Media> = {}): Prompt<Media> {
  return mediaPrompt("image", ask, "image/jpeg", (type) => type.startsWith("image/"), settings);
}

/** Asks for a voice message. Reason: `not-a-voice`. */
export function voice(ask: string, settings: PromptSettings<Voice> = {}): Prompt<Voice> {
  return mediaPrompt("voice", ask, "audio/amr", (type) => type.startsWith("audio/"), settings);
}

export interface FileSettings extends PromptSettings<Media> {
  /** The largest size in bytes, where the channel says a size. Default: any. */
  readonly largest?: number | undefined;
}

/** Asks for a file of any kind, pictures and films included. Reasons: `not-a-file`, `too-large`. */
export function file(ask: string, settings: FileSettings = {}): Prompt<Media> {
  const { largest = Number.POSITIVE_INFINITY } = settings;
  const fits: Check<Media> = ({ bytes = 0 }) => (bytes > largest ? "too-large" : undefined);
  const check: Check<Media> = async (value, context) =>
    (await fits(value, context)) ?? (await settings.check?.(value, context));
  return mediaPrompt("file", ask, "application/octet-stream", () => true, { ...settings, check });
}

const REASONS = { image: "not-an-image", voice: "not-a-voice", file: "not-a-file" } as const;

function mediaPrompt(
  kind: keyof typeof REASONS,
  ask: string,
  contentType: string,
  fits: (contentType: string) => boolean,
  settings: PromptSettings<Voice>,
): Prompt<Voice> {
  const attachment = { contentType, content: { mediaId: "sample" } };
  const value = { contentType, mediaId: "sample" };
  return prompt<Voice>(
    kind,
    ask,
    {
      samples: [{ input: { text: "", attachments: [attachment] }, value }],
      read(input) {
        const media = mediaOf(input, fits);
        if (media === undefined) return miss(REASONS[kind]);
        const words = kind === "voice" ? input.text.trim() : "";
        return { ok: true, value: words === "" ? media : { ...media, text: words } };
      },
    },
    settings,
  );
}

/** The first attachment that fits, without fields that a stored answer does not need. */
function mediaOf(
  { attachments }: PromptInput,
  fits: (contentType: string) => boolean,
): Media | undefined {
  const found = attachments?.find(({ contentType }) => fits(contentType)) as
    | { contentType: string; name?: string; contentUrl?: string; content?: unknown }
    | undefined;
  if (found === undefined) return undefined;
  const { contentType, name, contentUrl } = found;
  const { mediaId, bytes } = (found.content ?? {}) as { mediaId?: unknown; bytes?: unknown };
  return {
    contentType,
    ...(name !== undefined && { name }),
    ...(contentUrl !== undefined && { contentUrl }),
    ...(typeof mediaId === "string" && { mediaId }),
    ...(typeof bytes === "number" && { bytes }),
  };
}

/** A place that was sent, or typed. */
export interface Place {
  readonly label: string;
  /** In degrees; WeChat's are in the datum GCJ-02. */
  readonly latitude?: number;
  readonly longitude?: number;
}

export interface LocationSettings extends PromptSettings<Place> {
  /** Whether a typed address counts. Default true. */
  readonly typed?: boolean | undefined;
}

const SHORTEST_ADDRESS = 2;

/** Asks for a place. Reasons: `not-a-place`, `too-short`. */
export function location(ask: string, settings: LocationSettings = {}): Prompt<Place> {
  const { typed: words = true } = settings;
  const place = { latitude: 39.908, longitude: 116.397, label: "天安门" };
  return prompt(
    "location",
    ask,
    {
      ...(words && { free: true }),
      samples: [
        { input: { text: place.label, location: place }, value: place },
        ...(words ? typed<Place>(["王府井大街1号", { label: "王府井大街1号" }]) : []),
      ],
      async read({ text, location: sent }, context) {
        if (sent !== undefined) {
          const { latitude, longitude, label } = sent;
          return { ok: true, value: { label, latitude, longitude } };
        }
        if (!words || text.trim() === "") return miss("not-a-place");
        const reading = await readAddress(text, context);
        if (!reading.ok) return reading;
        const label = reading.value;
        if (label.length < SHORTEST_ADDRESS) return miss("too-short", label);
        return { ok: true, value: { label } };
      },
    },
    settings,
  );
}
