import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Editors write a file in several steps. */
const CALM_MS = 200;
const CODE = /\.(?:[cm]?[jt]sx?|json)$/;
const PASSED_OVER = /(?:^|[\\/])(?:node_modules|\.git)(?:[\\/]|$)/;

/**
 * Calls `changed` when code in one of the folders was edited, also by an editor that saves under another name and
 * renames; of a file, when anything in its folder was, because it may import that. Resolves once it listens, to what
 * ends it.
 */
export async function watchFiles(
  paths: readonly string[],
  changed: () => void,
): Promise<() => Promise<void>> {
  // Node's own recursive watch loses a file on Linux once another one was renamed into its place.
  const { watch } = await import("chokidar");
  const folders = paths.filter((path) => existsSync(path)).map(folderOf);
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folders, {
    ignoreInitial: true,
    ignored: (path, stats) =>
      PASSED_OVER.test(path) || (stats?.isFile() === true && !CODE.test(path)),
  });
  watcher.on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(changed, CALM_MS);
  });
  await new Promise<void>((resolve) => watcher.once("ready", resolve));
  return () => {
    clearTimeout(timer);
    return watcher.close();
  };
}

function folderOf(path: string): string {
  return statSync(path).isDirectory() ? path : dirname(path);
}
