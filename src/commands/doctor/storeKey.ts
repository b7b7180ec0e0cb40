import type { Config } from "../../config.ts";
import { sealPass } from "../../store/sealing/resealing.ts";
import type { Store } from "../../store/store.ts";
import type { Finding, Said } from "./finding.ts";

/** A large store is not gone through to its end, in milliseconds. */
const LOOK_MS = 10_000;

/** Whether a former key of WECHAT_STORE_KEY is still needed; undefined where there is none. */
export async function checkStoreKey(
  { storeKey = "", storeUnsealed: unsealed }: Config,
  driver: Store,
  lookMs = LOOK_MS,
): Promise<Finding | undefined> {
  if (!storeKey.includes(",")) return undefined;
  const check: Said = { en: "store's key", zh: "存储密钥" };
  const pass = sealPass(driver, storeKey, { unsealed, renew: false });
  const until = performance.now() + lookMs;
  let found = await pass.next();
  while (!found.over && performance.now() < until) found = await pass.next();
  const { former, over } = found;
  if (former === 0 && over) {
    return {
      check,
      state: "good",
      found: {
        en: "0 texts left under a former key: once every process has the first one in front, the others may go",
        zh: "没有由旧密钥加密的内容：所有进程都以第一个密钥开头后，即可删除其他密钥",
      },
    };
  }
  const rest = over ? { en: "", zh: "" } : { en: "; not all were looked at", zh: "；未全部检查" };
  return {
    check,
    state: "warning",
    found: {
      en: `${former} texts need a former key of WECHAT_STORE_KEY${rest.en}`,
      zh: `${former} 条内容仍需要 WECHAT_STORE_KEY 中的旧密钥${rest.zh}`,
    },
    todo: {
      en: [
        "Run botbuilder-adapter-wechat data reseal, while the bot goes on, before you drop that key: docs/data.md.",
      ],
      zh: [
        "删除旧密钥之前，请运行 botbuilder-adapter-wechat data reseal（机器人无需停止），见 docs/data.md。",
      ],
    },
  };
}
