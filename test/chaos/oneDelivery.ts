import { Agent, request } from "node:http";
import type { WireAccount, WirePush } from "../helpers/wechat.ts";

/** The code of the error where WeChat hung up before the answer was there. */
export const GIVEN_UP = "cut by WeChat";

/** A whole answer. */
interface Answered {
  readonly status: number;
  readonly text: string;
}

/** How a delivery is made. */
interface Delivering {
  /** WeChat hangs up after it, in milliseconds. */
  readonly giveUpMs: number;
  /** Hears of the process that is asked. */
  readonly asked?: (port: number) => void;
}

const agent = new Agent({ keepAlive: false });

/**
 * One delivery of a push, as behind a load balancer: a process that does not listen is passed over. Rejects where nobody
 * listens, the connection breaks, or WeChat hangs up: then with {@link GIVEN_UP} as the code.
 */
export async function deliverOnce(
  [port = 0, ...others]: readonly number[],
  account: WireAccount,
  push: WirePush,
  how: Delivering,
): Promise<Answered> {
  how.asked?.(port);
  try {
    return await post(port, account, push, how.giveUpMs);
  } catch (error) {
    const refused = (error as { code?: string }).code === "ECONNREFUSED";
    if (!refused || others.length === 0) throw error;
    return await deliverOnce(others, account, push, how);
  }
}

function post(
  port: number,
  { appId }: WireAccount,
  { query, body }: WirePush,
  giveUpMs: number,
): Promise<Answered> {
  const path = `/wechat/${appId}?${new URLSearchParams(query)}`;
  return new Promise((resolve, reject) => {
    const headers = { "Content-Type": "text/xml", "Content-Length": Buffer.byteLength(body) };
    const to = { host: "127.0.0.1", port, path, method: "POST", agent, headers };
    const outgoing = request(to, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        clearTimeout(cut);
        const text = Buffer.concat(chunks).toString();
        if (!response.complete) return reject(new Error("cut off"));
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    const cut = setTimeout(() => {
      outgoing.destroy(Object.assign(new Error(GIVEN_UP), { code: GIVEN_UP }));
    }, giveUpMs);
    outgoing.on("error", (error) => {
      clearTimeout(cut);
      reject(error);
    });
    outgoing.end(body);
  });
}
