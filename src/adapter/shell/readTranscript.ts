import { type Log, masked } from "../../log.ts";
import type { Follower } from "../../store/store.ts";
import { type Said, transcriptIn } from "../../store/transcript.ts";

/** Where the records are, and the log. */
interface Records {
  readonly road: { readonly log: Log };
  export(of: Follower | string): AsyncIterable<unknown>;
}

/** What was said with a follower, oldest first. The log says who has read it. */
export async function readTranscript(
  records: Records,
  of: Follower | string,
  by: string,
): Promise<readonly Said[]> {
  const openid = masked(typeof of === "string" ? of : of.openid);
  records.road.log.warn({ audit: true, by, openid }, "a transcript was read");
  const said: Said[] = [];
  for await (const part of records.export(of)) said.push(...transcriptIn(part));
  return said;
}
