import { masked } from "../../log.ts";
import type { Follower } from "../../store/store.ts";
import { type Said, transcriptIn } from "../../store/transcript.ts";
import type { Channel } from "../channel.ts";

/** What was said with a follower, oldest first. The log says who has read it. */
export async function readTranscript(
  channel: Channel,
  of: Follower | string,
  by: string,
): Promise<readonly Said[]> {
  const openid = masked(typeof of === "string" ? of : of.openid);
  channel.road.log.warn({ audit: true, by, openid }, "a transcript was read");
  const said: Said[] = [];
  for await (const part of channel.export(of)) said.push(...transcriptIn(part));
  return said;
}
