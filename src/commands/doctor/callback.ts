import { randomBytes, randomInt } from "node:crypto";
import type { CheckedSettings } from "../../adapter/accounts/account.ts";
import type { Clock } from "../../clock.ts";
import { sign } from "../../protocol/signature.ts";
import { type Finding, plain, type Said } from "./finding.ts";

const ADDRESS: Said = { en: "address", zh: "服务器地址" };
const CALLBACK: Said = { en: "callback", zh: "回调" };
const CLOCK: Said = { en: "clock", zh: "时钟" };
/** As long as WeChat waits. */
const WAIT_MS = 5_000;
/** A timestamp further off is refused: see docs/security.md. */
const OFF_MS = 10 * 60_000;
const DOUBTFUL_MS = 60_000;

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Whether the address that is to stand in the console can stand there. */
export function checkAddress(publicUrl: string | undefined): Finding {
  if (publicUrl === undefined) {
    return {
      check: ADDRESS,
      state: "skipped",
      found: { en: "WECHAT_PUBLIC_URL is not set", zh: "未设置 WECHAT_PUBLIC_URL" },
      todo: {
        en: [
          "Set it to the server's address as WeChat sees it, for example https://bot.example.com.",
        ],
        zh: ["把它设为微信能访问到的服务器地址，例如 https://bot.example.com。"],
      },
    };
  }
  const url = new URL(publicUrl);
  const local = /^(?:localhost|127\.|10\.|192\.168\.|\[::1\])/.test(url.hostname);
  const port = url.port !== "";
  if (local || port) {
    return {
      check: ADDRESS,
      state: local ? "bad" : "warning",
      found: plain(callbackUrl(publicUrl)),
      todo: {
        en: [
          local
            ? "WeChat cannot reach this name: use a public one, or a tunnel (docs/going-live.md)."
            : "WeChat calls ports 80 and 443 only: put a proxy before the server, and leave the port out.",
        ],
        zh: [
          local
            ? "微信无法访问这个地址：请使用公网域名或内网穿透（见 docs/going-live.md）。"
            : "微信只访问 80 和 443 端口：请在前面加反向代理，并去掉端口号。",
        ],
      },
    };
  }
  const secure = url.protocol === "https:";
  return {
    check: ADDRESS,
    state: secure ? "good" : "warning",
    found: plain(callbackUrl(publicUrl)),
    ...(!secure && {
      todo: {
        en: ["Use https: WeChat warns about http, and links to media go over the same address."],
        zh: ["请使用 https：微信会提示 http 不安全，媒体链接也走同一地址。"],
      },
    }),
  };
}

/** The URL that stands in the console. */
function callbackUrl(publicUrl: string): string {
  return `${publicUrl.replace(/\/$/, "")}/wechat`;
}

/** Asks our own address as WeChat does when the URL is saved in the console, and once with a wrong signature. */
export async function checkCallback(
  publicUrl: string,
  { token }: Pick<CheckedSettings, "token">,
  clock: Clock,
  fetch: Fetch,
): Promise<Finding> {
  const url = callbackUrl(publicUrl);
  const echo = String(randomInt(2 ** 47));
  const answer = await verify(url, token, echo, clock, fetch);
  if (answer.body === echo) {
    const forged = await verify(url, `${token}x`, echo, clock, fetch);
    if (forged.body !== echo) {
      const found = {
        en: "answers WeChat's verification, refuses a wrong signature",
        zh: "能通过微信的校验，并拒绝错误签名",
      };
      return { check: CALLBACK, state: "good", found };
    }
    return bad(plain("?"), {
      en: ["It echoes everything: something before the server answers in its place. Remove it."],
      zh: ["任何请求都被原样返回：服务器之前有别的程序在应答，请移除。"],
    });
  }
  const found = plain(
    answer.failed ?? `HTTP ${answer.status}: ${JSON.stringify(answer.body.slice(0, 60))}`,
  );
  if (answer.failed !== undefined) {
    return bad(found, {
      en: [
        `Start the server, and see that ${url} leads to it: npm start, then the proxy or tunnel.`,
        "Look at the certificate: WeChat refuses self-signed ones and incomplete chains.",
      ],
      zh: [
        `启动服务并确认 ${url} 能转发到它：先 npm start，再检查代理或内网穿透。`,
        "检查证书：微信不接受自签名证书或不完整的证书链。",
      ],
    });
  }
  if (answer.status === 403) {
    return bad(found, {
      en: [
        "The server refused our signature: WECHAT_TOKEN here and on the server differ.",
        "Or its clock is more than ten minutes off: see the row of the clock, and the server's log.",
      ],
      zh: [
        "服务器拒绝了签名：这里的 WECHAT_TOKEN 与服务器上的不同。",
        "或服务器时钟偏差超过十分钟：见“时钟”一行和服务器日志。",
      ],
    });
  }
  return bad(found, {
    en: [
      "Something else answers there: a proxy's error page, a login, another program.",
      `Let the path ${new URL(url).pathname} reach the server untouched, with its query.`,
    ],
    zh: [
      "那里应答的是别的程序：代理的错误页、登录页或其他服务。",
      `请让路径 ${new URL(url).pathname} 连同查询参数原样到达服务器。`,
    ],
  });
}

function bad(found: Said, todo: Finding["todo"]): Finding {
  return { check: CALLBACK, state: "bad", found, ...(todo && { todo }) };
}

async function verify(
  url: string,
  token: string,
  echostr: string,
  clock: Clock,
  fetch: Fetch,
): Promise<{ readonly status: number; readonly body: string; readonly failed?: string }> {
  const timestamp = String(Math.floor(clock.now() / 1_000));
  const nonce = randomBytes(5).toString("hex");
  const signature = sign(token, timestamp, nonce);
  const query = new URLSearchParams({ signature, timestamp, nonce, echostr });
  try {
    const signal = AbortSignal.timeout(WAIT_MS);
    const response = await fetch(`${url}?${query}`, { signal, redirect: "manual" });
    return { status: response.status, body: (await response.text()).slice(0, 1_000) };
  } catch (error) {
    return { status: 0, body: "", failed: reasonOf(error) };
  }
}

/** Whether our clock agrees with WeChat's: pushes whose time is too far off are refused. */
export async function checkClock(apiBase: string, clock: Clock, fetch: Fetch): Promise<Finding> {
  try {
    const signal = AbortSignal.timeout(WAIT_MS);
    const response = await fetch(apiBase, { signal, redirect: "manual" });
    const theirs = Date.parse(response.headers.get("date") ?? "");
    if (Number.isNaN(theirs)) throw new Error("no Date in the answer");
    const offMs = clock.now() - theirs;
    const seconds = Math.round(Math.abs(offMs) / 1_000);
    const state =
      Math.abs(offMs) > OFF_MS ? "bad" : Math.abs(offMs) > DOUBTFUL_MS ? "warning" : "good";
    const found = {
      en: `${seconds} s ${offMs < 0 ? "behind" : "ahead of"} WeChat's`,
      zh: `比微信${offMs < 0 ? "慢" : "快"} ${seconds} 秒`,
    };
    const todo = {
      en: ["Set the clock by NTP: signatures more than ten minutes old are refused."],
      zh: ["请用 NTP 校准时钟：时间相差超过十分钟的签名会被拒绝。"],
    };
    return { check: CLOCK, state, found, ...(state !== "good" && { todo }) };
  } catch (error) {
    const reason = reasonOf(error);
    const found = {
      en: `not compared: ${apiBase} does not answer (${reason})`,
      zh: `无法比较：${apiBase} 没有应答（${reason}）`,
    };
    return { check: CLOCK, state: "skipped", found };
  }
}

/** `fetch` itself says no more than that it failed. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string } };
  return cause?.code ?? message;
}
