import { WeChatError } from "./errors.ts";

/** The oldest Node that has all that is used here: `node:sqlite` without a flag, `Map.groupBy`, ES modules by `require`. */
const OLDEST = [22, 19] as const;

/** Throws `WeChatError` of code `node-version` where Node is too old. Bun and Deno call themselves a Node that they equal. */
export function checkNode({ node, bun, deno }: Readonly<Record<string, string | undefined>>): void {
  if (node === undefined || bun !== undefined || deno !== undefined) return;
  const [major = 0, minor = 0] = node.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new WeChatError(
    "node-version",
    `botbuilder-adapter-wechat needs Node ${OLDEST.join(".")} or later, and this is ${node}: install a newer Node.`,
  );
}

// Imported first by every entry: on an old Node a bot would load, and fail in each of its turns.
checkNode(process.versions);
