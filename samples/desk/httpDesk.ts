import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { Desk, DeskHub } from "../../src/index.ts";
import { isSame, readBody } from "./requests.ts";

/** Longer than a desk should take; the call is made again later. */
const CALL_MS = 3_000;

/**
 * A desk that speaks JSON over HTTP, for a page of your own or a few lines before any help desk. Each request is
 * signed with a shared secret (`X-Signature`, HMAC-SHA256 of the body in hex), in both directions.
 */
export function httpDesk(url: string, secret: string): Desk {
  async function call(body: object): Promise<{ readonly conversation?: string }> {
    const text = JSON.stringify(body);
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Signature": signatureOf(text, secret) },
      body: text,
      signal: AbortSignal.timeout(CALL_MS),
    });
    if (!response.ok) throw new Error(`the desk answered ${response.status}`);
    return (await response.json()) as { conversation?: string };
  }
  return {
    async open(ticket) {
      const { conversation } = await call({ call: "open", ...ticket });
      if (conversation === undefined) throw new Error("the desk gave no conversation");
      return conversation;
    },
    async message(conversation, message) {
      await call({ call: "message", conversation, ...message });
    },
    async close(conversation, closing) {
      await call({ call: "close", conversation, ...closing });
    },
  };
}

/**
 * Hears agents: `{ call: "reply", address, id, text }` and `{ call: "close", address, word }`. The answer to a reply says
 * what became of it, how many messages are left, and until when; anything but 200 means: bring it again.
 */
export function deskServer(hub: DeskHub, secret: string): Server {
  return createServer((request, response) => {
    const end = (status: number, body: object) => {
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(JSON.stringify(body));
    };
    readBody(request).then((text) => {
      const signature = String(request.headers["x-signature"] ?? "");
      if (text === undefined || !isSame(signature, signatureOf(text, secret))) return end(403, {});
      return hear(hub, text).then(
        (answer) => end(200, answer),
        () => end(503, {}),
      );
    });
  });
}

async function hear(hub: DeskHub, text: string): Promise<object> {
  const { call, address, id, text: said, word } = JSON.parse(text) as Record<string, string>;
  if (call === "reply") return hub.reply(address ?? "", { id: id ?? "", text: said ?? "" });
  if (call === "reach") return hub.reach(address ?? "");
  if (call === "close") await hub.close(address ?? "", word);
  return {};
}

export function signatureOf(text: string, secret: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}
