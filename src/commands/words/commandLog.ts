import { type Log, stderrLogFor } from "../../log.ts";
import { spoken } from "./inChinese.ts";

/** The log of a command: on standard error, its text in the language of the machine. */
export function commandLog(settings: Parameters<typeof stderrLogFor>[0]): Log {
  return stderrLogFor({ ...settings, inWords: spoken });
}
