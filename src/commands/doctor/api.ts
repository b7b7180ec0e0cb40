import { WeChatApiError } from "../../client/apiError.ts";
import type { Client } from "../../client/client.ts";
import { diagnose } from "../../client/diagnosis.ts";
import { type Finding, plain, type Said } from "./finding.ts";

const TOKEN: Said = { en: "access token", zh: "access_token" };
const WHITELIST: Said = { en: "IP whitelist", zh: "IP 白名单" };
const KIND: Said = { en: "verification", zh: "认证与类型" };

/** What a call came to: 0 for good, WeChat's code, or why there was no answer. */
type Answer = { readonly errcode: number; readonly errmsg: string } | { readonly lost: string };

async function ask(run: () => Promise<unknown>): Promise<Answer> {
  try {
    await run();
    return { errcode: 0, errmsg: "ok" };
  } catch (error) {
    if (!(error instanceof WeChatApiError)) throw error;
    const { errcode, errmsg = "", rid } = error;
    if (errcode === undefined) return { lost: error.message };
    return { errcode, errmsg: rid === undefined ? errmsg : `${errmsg} rid: ${rid}` };
  }
}

/** What WeChat said, and what we know about that code. */
function refused(check: Said, errcode: number, errmsg: string, state: "bad" | "warning"): Finding {
  const [en, zh] = (["en", "zh"] as const).map((language) =>
    diagnose(errcode, { language, errmsg }),
  );
  return {
    check,
    state,
    found: plain(`${errcode} ${errmsg}`),
    todo: { en: en?.checks ?? [], zh: zh?.checks ?? [] },
  };
}

/** Whether we get a token, and whether WeChat knows the address that we call from. */
export async function checkToken(client: Client): Promise<readonly Finding[]> {
  // Not forced: the token that is good stays good, and other processes keep theirs.
  const answer = await ask(() => client.call("token.stable"));
  if ("lost" in answer) {
    return [
      {
        check: TOKEN,
        state: "bad",
        found: plain(answer.lost),
        todo: {
          en: [
            "Look whether this machine reaches WeChat's API: curl -I https://api.weixin.qq.com",
            "Behind a proxy or in a closed network, allow api.weixin.qq.com on port 443.",
          ],
          zh: [
            "检查本机能否访问微信接口：curl -I https://api.weixin.qq.com",
            "如使用代理或受限网络，请放行 api.weixin.qq.com 的 443 端口。",
          ],
        },
      },
    ];
  }
  const { errcode, errmsg } = answer;
  if (errcode === 40164) {
    return [
      refused(WHITELIST, errcode, errmsg, "bad"),
      {
        check: TOKEN,
        state: "skipped",
        found: {
          en: "none before the address is on the whitelist",
          zh: "先把 IP 加入白名单才能获取",
        },
      },
    ];
  }
  if (errcode !== 0) return [refused(TOKEN, errcode, errmsg, "bad")];
  return [
    {
      check: WHITELIST,
      state: "good",
      found: { en: "WeChat takes calls from this address", zh: "微信接受来自本机 IP 的调用" },
    },
    { check: TOKEN, state: "good", found: { en: "WeChat gives one", zh: "可以获取" } },
  ];
}

interface RightCheck {
  readonly name: "customer-service" | "menu" | "users" | "media" | "template" | "subscription";
  readonly check: Said;
  /** A call that changes nothing and reaches nobody. */
  readonly call: (client: Client) => Promise<unknown>;
  /** Codes that prove the right as well as an answer does. */
  readonly proofs?: readonly number[];
}

const RIGHTS: readonly RightCheck[] = [
  {
    name: "customer-service",
    check: { en: "right: customer service", zh: "权限：客服消息" },
    // To nobody: an openid that cannot be. 40003 says that it was looked at, so the right is there.
    call: ({ call }) => call("custom.typing", { touser: "nobody", command: "Typing" }),
    proofs: [40003],
  },
  {
    name: "menu",
    check: { en: "right: menu", zh: "权限：自定义菜单" },
    call: ({ call }) => call("menu.get"),
    // No menu yet.
    proofs: [46003],
  },
  {
    name: "users",
    check: { en: "right: users", zh: "权限：用户管理" },
    call: ({ call }) => call("tag.list"),
  },
  {
    name: "media",
    check: { en: "right: media", zh: "权限：素材管理" },
    call: ({ call }) => call("material.count"),
  },
  {
    name: "template",
    check: { en: "right: template messages", zh: "权限：模板消息" },
    call: ({ call }) => call("template.list"),
  },
  {
    name: "subscription",
    check: { en: "right: notifications", zh: "权限：订阅通知" },
    call: ({ call }) => call("subscription.listTemplates"),
  },
];

const WORKS: Said = { en: "given", zh: "已获得" };
/** Codes that say "you may not", and nothing else is wrong. */
const NO_RIGHT = [48001, 48002, 48004, 61007];

/** Which rights WeChat gives the account, and what kind of account that makes it. */
export async function checkRights(client: Client): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const given = new Set<RightCheck["name"]>();
  for (const { name, check, call, proofs = [] } of RIGHTS) {
    const answer = await ask(() => call(client));
    if ("lost" in answer) findings.push({ check, state: "skipped", found: plain(answer.lost) });
    else if (answer.errcode === 0 || proofs.includes(answer.errcode)) {
      given.add(name);
      findings.push({ check, state: "good", found: WORKS });
    } else if (NO_RIGHT.includes(answer.errcode)) {
      const { errcode } = answer;
      const found = { en: `not given (${errcode})`, zh: `未获得（${errcode}）` };
      findings.push({ ...refused(check, errcode, answer.errmsg, "warning"), found });
    } else findings.push(refused(check, answer.errcode, answer.errmsg, "bad"));
  }
  return [kindOf(given), ...findings];
}

/** WeChat tells an account's kind only to third-party platforms; its rights tell it too. */
function kindOf(given: ReadonlySet<RightCheck["name"]>): Finding {
  if (given.has("template")) {
    const found = {
      en: "a verified service account, by its rights",
      zh: "从权限看是已认证的服务号",
    };
    return { check: KIND, state: "good", found };
  }
  if (given.has("customer-service")) {
    const found = {
      en: "verified, and not a service account, by its rights: no template messages",
      zh: "从权限看已认证，但不是服务号：没有模板消息",
    };
    return { check: KIND, state: "good", found };
  }
  return {
    check: KIND,
    state: "warning",
    found: { en: "not verified, by its rights", zh: "从权限看未认证" },
    todo: {
      en: [
        "The bot works: answers ride on WeChat's retries, and a late one waits for the follower's next message.",
        "To send later and to write first, verify the account on mp.weixin.qq.com (微信认证); see docs/going-live.md.",
      ],
      zh: [
        "机器人可以工作：回复随微信的重试送达，来不及的等用户下次发消息时送出。",
        "如需稍后回复或主动发消息，请登录 mp.weixin.qq.com 完成微信认证，见 docs/going-live.md。",
      ],
    },
  };
}
