import type { DiagnosisView } from "../../web/diagnosisView.ts";
import type { Both, Changed, Orders, SessionView } from "../wire.ts";

/** What the server says when it does not do something. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly diagnosis?: Both<DiagnosisView>;
}

/** Thrown for every answer that is no success. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

let csrf = "";

/** Who is in; undefined when nobody is. */
export async function readSession(): Promise<SessionView | undefined> {
  const response = await fetch("/api/session");
  if (!response.ok) return undefined;
  const session = (await response.json()) as SessionView;
  csrf = session.csrf;
  return session;
}

/** Asks the server. Throws {@link Refused}. */
export async function read<T>(path: string): Promise<T> {
  return taken(fetch(path));
}

/** Orders something. Throws {@link Refused}. */
export async function order<T, P extends keyof Orders>(path: P, body: Orders[P]): Promise<T> {
  const headers = { "content-type": "application/json", "x-csrf": csrf };
  return taken(fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function taken<T>(asked: Promise<Response>): Promise<T> {
  const response = await asked.catch(() => {
    throw new Refused({ status: 0, code: "unreachable", message: "" });
  });
  const { status, ok } = response;
  const answer = (await response.json().catch(() => undefined)) as
    | (T & Omit<Refusal, "status">)
    | undefined;
  // What is no answer of ours is a failure, whose cause stands in the log.
  if (answer === undefined) throw new Refused({ status, code: "failed", message: "" });
  if (!ok) throw new Refused({ ...answer, status });
  return answer;
}

/** Hears of what changes as long as the page is open; the returned function ends it. */
export function listen(
  heard: (appIds: readonly string[]) => void,
  linked: (isThere: boolean) => void,
): () => void {
  const source = new EventSource("/api/events");
  source.addEventListener("hello", () => {
    linked(true);
    heard([]);
  });
  source.addEventListener("items", ({ data }: MessageEvent<string>) => {
    heard((JSON.parse(data) as readonly Changed[]).map(({ appId }) => appId));
  });
  source.addEventListener("error", () => linked(false));
  return () => source.close();
}
