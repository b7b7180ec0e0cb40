import type { MediaType } from "../../../client/endpoints/media.ts";
import { WeChatError } from "../../../errors.ts";
import type { Outgoing } from "../../plan/outgoing.ts";
import type { Part, Upload, Warning } from "./sheet.ts";

/** Gives a file to WeChat and resolves to its media id; rejects with why it cannot. */
export type UploadFile = (source: string, type: MediaType) => Promise<string>;

/** Whether any part waits for an upload. */
export function isComplete(parts: readonly Part[]): parts is readonly Outgoing[] {
  return parts.every((part) => !("upload" in part));
}

/** Uploads what must be uploaded. Never rejects: what WeChat does not take is said in words, with a warning. */
export async function complete(
  parts: readonly Part[],
  upload: UploadFile | undefined,
  warn: (warning: Warning) => void,
): Promise<readonly Outgoing[]> {
  const done = await Promise.all(
    parts.map(async (part) => ("upload" in part ? completePart(part, upload, warn) : [part])),
  );
  return done.flat();
}

async function completePart(
  { upload: file, thumb, made, instead, lost }: Upload,
  upload: UploadFile | undefined,
  warn: (warning: Warning) => void,
): Promise<readonly Outgoing[]> {
  const how = lost ? "words say that it cannot be shown" : "a link or words are shown instead";
  if (upload === undefined) {
    warn({
      kind: `${file.type} without appSecret`,
      how: `${how}: files need the account's appSecret`,
      ...(lost && { lost }),
    });
    return instead;
  }
  function withoutThumb(error: Error): undefined {
    const shown =
      "by customer service words stand instead: it takes none without its small picture";
    warn({ kind: `thumb of a ${file.type}`, how: `${shown}: ${error.message}` });
  }
  try {
    const [mediaId, thumbMediaId] = await Promise.all([
      upload(file.source, file.type),
      thumb === undefined ? undefined : upload(thumb, "thumb").catch(withoutThumb),
    ]);
    return [made(mediaId, thumbMediaId)];
  } catch (error) {
    const code = error instanceof WeChatError ? error.code : "unknown";
    warn({
      kind: `${file.type} ${code}`,
      how: `${how}: ${(error as Error).message}`,
      ...(lost && { lost }),
    });
    return instead;
  }
}
