import { createServer } from "node:http";
import { listening, type TestServer } from "../helpers/servers.ts";

/** What is outside of the bot, and what it has seen. */
export interface World extends TestServer {
  /** Keys of the orders of one thing: more than one, and it was ordered twice. */
  readonly orders: ReadonlyMap<string, ReadonlySet<string>>;
  /** Payments whose result nobody took: what they were for. */
  readonly refused: readonly string[];
  /** How many results had to be brought again. */
  readonly again: () => number;
}

interface Asked {
  readonly openid: string;
  readonly reply: { readonly content: string };
  readonly of: string;
  readonly key: string;
  readonly amount: string;
  readonly token: string;
}

const PAYS_AFTER_MS = 500;
const AGAIN_MS = 1_000;
/**
 * As WeChat cuts a delivery: a connection that node:cluster hands to a worker at the moment of its `kill -9` is neither
 * answered nor closed.
 */
const CUT_MS = 5_000;

/**
 * WeChat's API, a shop that takes orders, and a bank that brings results to any of these ports, until they are taken.
 * `show` hears each customer-service message.
 */
export async function startWorld(
  show: (openid: string, text: string) => void,
  ports: () => readonly number[],
): Promise<World> {
  const orders = new Map<string, Set<string>>();
  const refused: string[] = [];
  let again = 0;

  async function bring(amount: string, token: string): Promise<void> {
    const body = JSON.stringify({ token, output: `paid ${amount}` });
    for (let tries = 0; ; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, tries === 0 ? PAYS_AFTER_MS : AGAIN_MS));
      const all = ports();
      const url = `http://127.0.0.1:${all[tries % all.length]}/settle`;
      const status = await fetch(url, {
        method: "POST",
        body,
        signal: AbortSignal.timeout(CUT_MS),
      }).then(
        (response) => response.status,
        () => 0,
      );
      if (status === 410 && tries === 0) refused.push(amount);
      if (status === 200 || status === 410) return;
      again += 1;
    }
  }

  const server = await listening(
    createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const asked = JSON.parse(Buffer.concat(chunks).toString()) as Asked;
      if (request.url === "/order") {
        orders.set(asked.of, (orders.get(asked.of) ?? new Set()).add(asked.key));
        return void response.end(`ref-${asked.of}`);
      }
      if (request.url === "/pay") {
        void bring(asked.amount, asked.token);
        return void response.end();
      }
      show(asked.openid, asked.reply.content);
      response.end('{"errcode":0}');
    }),
  );
  return { ...server, orders, refused, again: () => again };
}
