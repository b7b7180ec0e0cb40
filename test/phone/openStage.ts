import { expect } from "vitest";
import type { Hello, Item } from "../../src/simulator/phone/wire.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";

type State = Hello & { readonly items: readonly Item[] };
type Of<K extends Item["is"]> = Extract<Item, { readonly is: K }>;

const PATIENCE = { timeout: 20_000 };

/** `npm start -- BOT` in a process of its own, and the page's side of its API. */
export async function openStage(bot: string, folder = tempFolder(), args: readonly string[] = []) {
  const env = { PORT: "0", PHONE_PORT: "0" };
  const child = runBin(["start", bot, ...args], { cwd: folder, env });
  await expect.poll(child.stdout, { timeout: 60_000 }).toMatch(/^Open the phone: http:\S+\n/);
  const [page = ""] = /http:\S+/.exec(child.stdout()) ?? [];

  async function post(path: string, body: object) {
    const headers = { origin: page, "content-type": "application/json" };
    const answer = await fetch(page + path, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    const told = (await answer.json()) as Readonly<Record<string, string>>;
    return { status: answer.status, body: told };
  }
  /** What somebody who opens the page now is told. */
  async function state(): Promise<State> {
    const response = await fetch(`${page}/api/events`);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let text = "";
    while (!/data: .*\n/.test(text)) {
      text += decoder.decode((await reader.read()).value, { stream: true });
    }
    await reader.cancel();
    return JSON.parse(/data: (.*)\n/.exec(text)?.[1] ?? "") as State;
  }
  const of = async <K extends Item["is"]>(is: K) =>
    (await state()).items.filter((item): item is Of<K> => item.is === is);
  /** Texts on the screen of a person, with their times. */
  async function shown(openid: string) {
    const mine = (await of("shown")).filter((one) => one.openid === openid);
    return mine.map(({ at, message }) => {
      const { content } = (message.text ?? {}) as { readonly content?: string };
      return { at, text: content ?? JSON.stringify(message) };
    });
  }
  const seen = async (openid: string) => (await shown(openid)).map(({ text }) => text);
  /** Waits until every push of a person has been answered and its turn has ended. */
  async function settled(openid: string): Promise<void> {
    const open = async () => {
      const { items } = await state();
      const mine = items.filter((item) => "openid" in item && item.openid === openid);
      const ids = mine.flatMap((item) => (item.is === "push" ? [item.id] : []));
      const ended = new Set(mine.flatMap((item) => (item.is === "ended" ? [item.id] : [])));
      const done = new Set(
        items.flatMap((item) =>
          item.is === "ours" && item.event.see === "step" && item.event.last ? [item.id] : [],
        ),
      );
      return ids.filter((id) => !ended.has(id) || !done.has(id));
    };
    await expect.poll(open, PATIENCE).toEqual([]);
  }
  return { child, page, post, state, of, shown, seen, settled };
}
