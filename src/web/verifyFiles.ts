import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The files by which WeChat sees that a domain is ours: for web authorisation, for JS, and for a third-party
 * platform. The operator puts them into a folder as they were downloaded.
 */

/** `/MP_verify_….txt`, at the root or below `/wechat`, because WeChat asks below the path that was registered. */
const PATH = /^\/(?:wechat\/)?(MP_verify_[A-Za-z0-9]{1,64}\.txt)$/;
/** WeChat's have 16 bytes. What is larger is another file under this name. */
const MOST_BYTES = 1_024;

/** The name of the file that a path asks for; undefined for every other path. */
export function verifyFileName(path: string): string | undefined {
  return PATH.exec(path)?.[1];
}

/** What stands in it; undefined where it is not there or too large. Read at each request: they are few. */
export async function readVerifyFile(folder: string, name: string): Promise<string | undefined> {
  const content = await readFile(join(folder, name)).catch(() => undefined);
  if (content === undefined || content.length > MOST_BYTES) return undefined;
  return content.toString("utf8");
}
