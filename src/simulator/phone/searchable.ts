import type { PushDocument } from "../pusher/pushXml.ts";

/** What a search of the traffic finds in a row beside what stands there. */
export interface Searchable {
  /** Words, keys, codes. Absent: none beside what is shown. */
  readonly words?: string;
  /** Numbers of messages and the like, which nobody searches by two digits. */
  readonly ids?: string;
}

const LONGEST = 1_000;
/** Who and when stands in every push, and its kind is shown. */
const HEAD = /^(?:ToUserName|FromUserName|CreateTime|MsgType|Event)$/;
const ID = /id$|^(?:touser|ticket|filekey|filemd5|picmd5sum|picurl|thumburl)$/i;
const UNREAD = /^msgtype$/;

/** What a push says beside its gist, which shows a short message whole. */
export function inPush(push: PushDocument, gist = ""): Searchable {
  const said = Object.entries(push).filter(([name]) => !HEAD.test(name));
  const { words, ...found } = searchable(Object.fromEntries(said));
  return words === undefined || words === gist ? found : { ...found, words };
}

/** What a call says, and what WeChat says to it. */
export function inCall(body: string, answer: string): Searchable {
  const [, errmsg = ""] = /"errmsg"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(answer) ?? [];
  // A number of 64 bits would lose digits where it is read as JSON.
  const [, msgid = ""] = /"msgid"\s*:\s*(\d+)/.exec(answer) ?? [];
  return searchable({ said: parsed(body), errmsg: errmsg === "ok" ? "" : errmsg, msgid });
}

/** What stands in a message on the screen. */
export function inMessage(message: { readonly [name: string]: unknown }): Searchable {
  return searchable(message);
}

function searchable(value: object): Searchable {
  const words: string[] = [];
  const ids: string[] = [];
  gather("", value, words, ids);
  return {
    ...(words.length > 0 && { words: words.join(" ").slice(0, LONGEST) }),
    ...(ids.length > 0 && { ids: ids.join(" ").slice(0, LONGEST) }),
  };
}

function gather(name: string, value: unknown, words: string[], ids: string[]): void {
  if (typeof value === "object" && value !== null) {
    // What stands in a list is of the kind that the list is.
    const own = Array.isArray(value);
    for (const [key, one] of Object.entries(value)) gather(own ? name : key, one, words, ids);
  } else if (value !== "" && value !== undefined && value !== null && !UNREAD.test(name)) {
    (ID.test(name) ? ids : words).push(String(value));
  }
}

/** A body of JSON; of files and forms nothing is read. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
