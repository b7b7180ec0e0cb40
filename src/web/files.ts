import { readdirSync, readFileSync } from "node:fs";
import { extname, join, sep } from "node:path";
import { gzipSync } from "node:zlib";

/** A file of a page, read once. */
export interface StaticFile {
  readonly type: string;
  readonly content: Buffer;
  /** Absent where it would not be smaller. */
  readonly gzipped: Buffer | undefined;
  /** Its name holds a hash of what is in it, so that it never changes. */
  readonly hashed: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/**
 * The files of a built page by their paths, `/` being its `index.html`. Nothing else is ever served: no
 * path of a request reaches the disk. `undefined` where the page has not been built.
 */
export function readFiles(folder: string): ReadonlyMap<string, StaticFile> | undefined {
  const files = new Map<string, StaticFile>();
  for (const name of namesIn(folder)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const content = readFileSync(join(folder, name));
    const gzipped = gzipSync(content);
    const path = `/${name.split(sep).join("/")}`;
    files.set(path === "/index.html" ? "/" : path, {
      type,
      content,
      gzipped: gzipped.length < content.length ? gzipped : undefined,
      hashed: /-[\w-]{8,}\.\w+$/.test(name),
    });
  }
  return files.has("/") ? files : undefined;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}
