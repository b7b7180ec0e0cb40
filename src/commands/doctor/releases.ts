import { type Serving, servingReleases, togetherSince } from "../../store/releases.ts";
import type { Store } from "../../store/store.ts";
import type { Finding, Said } from "./finding.ts";

/** Which releases of the bot serve now; undefined where no process says so. */
export async function checkReleases(store: Store, now: number): Promise<Finding | undefined> {
  const serving = await servingReleases(store, now);
  const [newest, ...older] = serving;
  if (newest === undefined) return undefined;
  const check: Said = { en: "releases", zh: "机器人版本" };
  if (older.length === 0) {
    const { release, processes } = newest;
    return {
      check,
      state: "good",
      found: {
        en: `${release} alone serves (processes: ${processes})`,
        zh: `只有版本 ${release} 在服务（进程数：${processes}）`,
      },
    };
  }
  const since = new Date(togetherSince(serving)).toISOString();
  const named = ({ release, processes }: Serving) => `${release} (${processes})`;
  const rest = older.map(named).join(", ");
  return {
    check,
    state: "warning",
    found: {
      en: `${named(newest)}, the newest, and ${rest} serve at once since ${since}; in brackets: processes`,
      zh: `自 ${since} 起，最新的 ${named(newest)} 与 ${rest} 同时在服务；括号内为进程数`,
    },
    todo: {
      en: [
        "Finish the deploy: what only the newest release knows waits for it meanwhile, docs/operations.md.",
      ],
      zh: ["请完成部署：只有最新版本认识的内容在此期间会等待它，见 docs/operations.md。"],
    },
  };
}
