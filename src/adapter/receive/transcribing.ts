import type { Download } from "../../client/endpoints/row.ts";
import { voiceKind, wavOf } from "../../client/media/voiceKinds.ts";
import { errorFacts, type Log } from "../../log.ts";
import type { Push } from "../../protocol/push.ts";
import type { Transcribe } from "../accounts/talkSettings.ts";
import type { Turn } from "../turn/turn.ts";

interface Transcribing {
  readonly log: Log;
  readonly download: (mediaId: string) => Promise<Download>;
}

/** The words of a voice for which WeChat gave none; undefined for any other push, and where no words are heard. */
export async function wordsOf(
  push: Push,
  turn: Turn,
  transcribe: Transcribe,
  { log, download }: Transcribing,
): Promise<string | undefined> {
  if (push.kind !== "message" || push.type !== "voice") return undefined;
  if ((push.recognition ?? "").trim() !== "") return undefined;
  const { mediaId, format } = push;
  const { follower } = turn.lease;
  try {
    const { bytes } = await download(mediaId);
    const audio = { bytes, kind: voiceKind(bytes), format, wav: () => wavOf(bytes) };
    const { locale, signal } = turn.scope;
    const words = await transcribe(audio, { follower, mediaId, locale, signal });
    return words?.trim() || undefined;
  } catch (error) {
    const { appId } = follower;
    log.warn({ ...errorFacts(error, log), appId, format }, "a voice could not be transcribed");
    return undefined;
  }
}
