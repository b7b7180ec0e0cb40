import { type FSWatcher, watch } from "node:fs";

/** Editors write a file in several steps. */
const CALM_MS = 200;
const CODE = /\.(?:[cm]?[jt]s|json)$/;

/** Calls `changed` when code in one of the folders was edited; the returned function ends it. */
export function watchFiles(folders: readonly string[], changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const hear = (_event: string, file: string | null): void => {
    if (file === null || !CODE.test(file) || /(?:^|[\\/])node_modules[\\/]/.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(changed, CALM_MS);
  };
  const watchers = folders.flatMap((folder): FSWatcher[] => {
    try {
      return [watch(folder, { recursive: true }, hear)];
    } catch {
      // A folder that is not there does not change.
      return [];
    }
  });
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
