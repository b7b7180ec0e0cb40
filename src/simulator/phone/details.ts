import type { DiagnosisView } from "../../web/diagnosisView.ts";
import { openAnswer } from "../answer/answer.ts";
import type { Platform } from "../platform.ts";
import { layOutPush } from "../pusher/pushXml.ts";
import type { Account } from "../world/account.ts";
import type { EventOf, TimelineEvent } from "../world/timeline.ts";
import type { CallDetail, PushDetail } from "./wire.ts";

/** What a code of WeChat's means, in both languages. The simulator itself knows only the codes. */
export type Explain = (
  code: number,
  errmsg: string,
) => { readonly en: DiagnosisView; readonly zh: DiagnosisView };

interface Told {
  readonly begun: EventOf<"push.begun">;
  readonly tries: EventOf<"push.delivered">[];
}

/** Pushes whose wire can still be looked at. */
const KEPT = 5_000;

/** Everything about the latest pushes, for whoever opens one. */
export class PushDetails {
  readonly #pushes = new Map<string, Told>();
  readonly #account: Account;
  readonly #stop: () => void;

  constructor({ timeline }: Platform, account: Account) {
    this.#account = account;
    for (const event of timeline.events) this.#hear(event);
    this.#stop = timeline.subscribe((event) => this.#hear(event));
  }

  find(id: string): PushDetail | undefined {
    const told = this.#pushes.get(id);
    if (told === undefined) return undefined;
    return {
      opened: layOutPush(told.begun.push),
      tries: told.tries.map(({ attempt, url = "", sent = "", body, status }) => ({
        attempt,
        url,
        sent,
        ...(body !== undefined && { answer: body, ...this.#opened(body) }),
        ...(status !== undefined && { status }),
      })),
    };
  }

  /** The push as WeChat made it, and whose it was. */
  begun(id: string): EventOf<"push.begun"> | undefined {
    return this.#pushes.get(id)?.begun;
  }

  close(): void {
    this.#stop();
  }

  #opened(answer: string): { answerOpened?: string } {
    const { server, appId } = this.#account.settings;
    if (server === undefined) return {};
    const opened = openAnswer(answer, { ...server, appId });
    return opened === undefined ? {} : { answerOpened: pretty(opened) };
  }

  #hear(event: TimelineEvent): void {
    if (event.type === "push.delivered") this.#pushes.get(event.pushId)?.tries.push(event);
    if (event.type !== "push.begun") return;
    this.#pushes.set(event.pushId, { begun: event, tries: [] });
    if (this.#pushes.size > KEPT) this.#pushes.delete(this.#pushes.keys().next().value as string);
  }
}

/** A call with what its code means. */
export function callDetail(
  { world }: Platform,
  rid: string,
  explain: Explain | undefined,
): CallDetail | undefined {
  const call = world.calls.get(rid);
  if (call === undefined) return undefined;
  const { method, url, body, answer, errcode } = call;
  const errmsg = /"errmsg"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(answer)?.[1] ?? "";
  return {
    method,
    // Even a made-up secret is not for the screen that people show each other.
    url: url.replace(/((?:secret|access_token)=)[^&]{6,}/g, "$1…"),
    body,
    answer,
    ...(errcode !== 0 && explain !== undefined && { diagnosis: explain(errcode, errmsg) }),
  };
}

const TOKEN = /<!\[CDATA\[[\s\S]*?\]\]>|<[^>]*>|[^<]+/g;

/** XML with a line for each element, as people read it; what stands in an element is left as it is. */
function pretty(xml: string): string {
  const lines: string[] = [];
  let depth = 0;
  let goesOn = false;
  for (const [token] of xml.trim().matchAll(TOKEN)) {
    const tag = token.startsWith("<") && !token.startsWith("<![CDATA[");
    const closes = token.startsWith("</");
    if (closes) depth -= 1;
    if (!tag && token.trim() === "" && !goesOn) continue;
    if (goesOn && (!tag || closes)) lines.push(`${lines.pop()}${token}`);
    else if (tag) lines.push(`${"  ".repeat(Math.max(0, depth))}${token}`);
    goesOn = goesOn && !tag ? true : tag && !closes;
    if (tag && !closes) depth += 1;
  }
  return lines.join("\n");
}
