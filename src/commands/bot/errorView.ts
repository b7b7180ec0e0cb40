import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds this package's code: `src`, or `dist` where it is built. */
const OURS = resolve(import.meta.dirname, "../..");
const PLACE = /^\s*at (?:(.*) \()?(?:file:\/\/)?(\/?[^()]+?):(\d+):(\d+)\)?$/;

/** An error as its author wants to see it: what it says, and where in his own code. */
interface ErrorView {
  /** `TypeError: there is no table`. */
  readonly error: string;
  /** The first place of the stack that is neither Node's, nor a package's, nor ours: `bot.mjs:12:7`. */
  readonly place?: string;
}

/** What somebody threw. `folder`: places in it are told as from there; default: the working folder. */
export function viewOf(thrown: unknown, folder = process.cwd()): ErrorView {
  if (!(thrown instanceof Error)) return { error: String(thrown) };
  const place = ownPlace(thrown.stack ?? "", folder);
  return { error: `${thrown.name}: ${thrown.message}`, ...(place !== undefined && { place }) };
}

/** What a process died of, by what Node wrote at its end; undefined where it wrote no error. */
export function causeIn(lastWords: string): ErrorView | undefined {
  const error = /^(?:Uncaught )?((?:[A-Z]\w*)?Error(?: \[\w+\])?(?::.*)?)$/m.exec(lastWords)?.[1];
  if (error === undefined) return undefined;
  const place = ownPlace(lastWords);
  return { error, ...(place !== undefined && { place }) };
}

/** The first line of a stack that stands in the author's own code. */
function ownPlace(stack: string, folder = process.cwd()): string | undefined {
  for (const line of stack.split("\n")) {
    const [, , file = "", row, column] = PLACE.exec(line) ?? [];
    if (file === "" || file.startsWith("node:")) continue;
    const path = line.includes("file://") ? fileURLToPath(`file://${file}`) : file;
    if (/[\\/]node_modules[\\/]/.test(path) || path.startsWith(`${OURS}/`)) continue;
    const near = relative(folder, path);
    return `${near.startsWith("..") ? path : near}:${row}:${column}`;
  }
  return undefined;
}
