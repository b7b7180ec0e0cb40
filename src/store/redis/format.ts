import { SettingsError } from "../../errors.ts";

/**
 * The version of what is stored under a prefix: 2 since urgent work has an index of its own. Data of an older version
 * is read as it is, line by line.
 */
export const FORMAT = 2;

/** Runs a command on the server that has the key. */
type Command = (key: string, args: readonly string[]) => Promise<unknown>;

/** Notes the version of what is stored. Throws `SettingsError` where a later version of this package wrote there. */
export async function checkFormat(command: Command, key: string): Promise<void> {
  const stored = Number((await command(key, ["GET", key])) ?? 0);
  if (stored > FORMAT) {
    throw new SettingsError([
      `The Redis holds data of a later version of this package (format ${stored}, known here: ${FORMAT}): ` +
        "start that version, or set another prefix.",
    ]);
  }
  if (stored < FORMAT) await command(key, ["SET", key, String(FORMAT)]);
}
