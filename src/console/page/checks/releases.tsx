import type { ReleaseView } from "../../wire.ts";
import { useRead, useStage } from "../context.ts";
import { dateOf } from "../times.ts";

/** One line while processes of two releases of the bot serve the same followers; else nothing. */
export function Releases() {
  const { say, language } = useStage();
  const serving = useRead<readonly ReleaseView[]>("/api/releases");
  if (!Array.isArray(serving) || serving.length < 2) return null;
  const [newest, ...older] = (serving as readonly ReleaseView[]).map(({ release, processes }) =>
    say("releaseOf", release, processes),
  );
  const since = Math.max(...serving.map((one) => one.since));
  return (
    <p class="releases" role="status">
      {say("releases", newest ?? "", older.join(say("and")), dateOf(since, language))}
    </p>
  );
}
