import type { Agent } from "../../world/agents.ts";
import { bodyOf, type Call, OK, type Request } from "../call.ts";
import { number, text } from "../json.ts";
import { demand } from "../refusal.ts";
import { recipient } from "./customMessages.ts";

const AGENTS = 100;
const PREFIX = /^\w{1,10}$/;
const NICKNAME_CHARACTERS = 16;
const INVITATION_MS = 7 * 86_400_000;
const RECORDS = 10_000;
const SPAN_S = 86_400;
const FIRST_ID = 1_001;

/** `kfaccount/add`. Source: svc:customer/servicermanage/api_addkfaccount */
export function addAgent(call: Call): unknown {
  const account = text(bodyOf(call), "kf_account");
  const { agents, settings } = call.account;
  const [prefix = "", suffix] = account.split("@");
  demand(PREFIX.test(prefix) && suffix === settings.weChatId, 65404);
  demand(!agents.has(account), 65406);
  demand(agents.size < AGENTS, 65405);
  const id = Math.max(FIRST_ID - 1, ...[...agents.values()].map((one) => one.id)) + 1;
  return set(call, { account, id, nickname: nicknameOf(call), online: false, headImage: false });
}

export function updateAgent(call: Call): unknown {
  return set(call, { ...agentNamed(call, fromBody(call)), nickname: nicknameOf(call) });
}

export function deleteAgent(call: Call): unknown {
  const { account } = agentNamed(call, call.query.get("kf_account") ?? "");
  call.platform.record("agent.removed", { appId: call.account.settings.appId, account });
  return OK;
}

export function setHeadImage(call: Call): unknown {
  const agent = agentNamed(call, call.query.get("kf_account") ?? "");
  const file = call.files.get("media");
  demand(file !== undefined && /\.jpe?g$/i.test(file.fileName), 40005);
  return set(call, { ...agent, headImage: true });
}

export function inviteAgent(call: Call): unknown {
  const agent = agentNamed(call, fromBody(call));
  const user = text(bodyOf(call), "invite_wx");
  const taken = [...call.account.agents.values()].some((one) => one.weChatUser === user);
  demand(!taken, 65407);
  return set(call, { ...agent, invited: { user, expiresAt: call.now + INVITATION_MS } });
}

export function listAgents(call: Call): unknown {
  const kf_list = [...call.account.agents.values()].map((agent) => ({
    kf_account: agent.account,
    kf_headimgurl: agent.headImage ? "http://mmbiz.qpic.cn/mmbiz_jpg/agent/0" : "",
    kf_id: agent.id,
    kf_nick: agent.nickname,
    ...(agent.weChatUser === undefined ? {} : { kf_wx: agent.weChatUser }),
    ...(agent.invited === undefined
      ? {}
      : {
          invite_wx: agent.invited.user,
          invite_expire_time: Math.floor(agent.invited.expiresAt / 1_000),
          invite_status: call.now < agent.invited.expiresAt ? "waiting" : "expired",
        }),
  }));
  return { kf_list };
}

export function listOnlineAgents(call: Call): unknown {
  const kf_online_list = [...call.account.agents.values()]
    .filter(({ online }) => online)
    .map(({ account, id }) => ({
      kf_account: account,
      status: 1,
      kf_id: id,
      accepted_case: sessionsOf(call, account).length,
    }));
  return { kf_online_list };
}

/** `kfsession/create`: also fine when this very session is open. */
export function createSession(call: Call): unknown {
  const agent = agentNamed(call, fromBody(call));
  const { openid, session } = recipient(call, text(bodyOf(call), "openid"));
  demand(agent.weChatUser !== undefined, 65402);
  demand(agent.online, 65415);
  demand(session === undefined || session.agent === agent.account, 65414);
  call.platform.setSession(call.account.settings.appId, openid, agent.account);
  return OK;
}

export function closeSession(call: Call): unknown {
  const agent = agentNamed(call, fromBody(call));
  const { openid, session } = recipient(call, text(bodyOf(call), "openid"));
  demand(session !== undefined, 65413);
  demand(session.agent === agent.account, 65414);
  call.platform.setSession(call.account.settings.appId, openid, null);
  return OK;
}

export function getSession(call: Call): unknown {
  const { session } = recipient(call, call.query.get("openid") ?? "");
  if (session === undefined) return { createtime: 0, kf_account: "" };
  return { createtime: Math.floor(session.since / 1_000), kf_account: session.agent };
}

export function listSessions(call: Call): unknown {
  const { account } = agentNamed(call, call.query.get("kf_account") ?? "");
  return { sessionlist: sessionsOf(call, account) };
}

/** Nobody waits: a simulated session begins with its agent. */
export function listWaiting(): unknown {
  return { count: 0, waitcaselist: [] };
}

/** `msgrecord/getmsglist`: what agents and people wrote while a session was open. */
export function listRecords(call: Call): unknown {
  const body = bodyOf(call);
  const [start, end] = [number(body, "starttime"), number(body, "endtime")];
  const [from, count] = [number(body, "msgid") ?? 1, number(body, "number") ?? RECORDS];
  demand(start !== undefined && end !== undefined && start < end, 65416);
  demand(count > 0 && count <= RECORDS, 65416);
  demand(end - start <= SPAN_S, 65417);
  const { appId } = call.account.settings;
  const records = call.platform.timeline
    .of("message.shown")
    .filter((one) => one.appId === appId && one.via === "agent")
    .map((one) => ({
      openid: one.openid,
      opercode: 2002,
      text: String((one.message.text as { content?: string } | undefined)?.content ?? ""),
      time: Math.floor(one.at / 1_000),
      worker: String(one.message.kf_account ?? ""),
    }))
    .filter(({ time }) => time >= start && time <= end)
    .slice(from - 1, from - 1 + count);
  return { recordlist: records, number: records.length, msgid: from + records.length };
}

function sessionsOf(call: Call, agent: string) {
  return [...call.account.followers.values()].flatMap(({ openid, session }) =>
    session?.agent === agent ? [{ createtime: Math.floor(session.since / 1_000), openid }] : [],
  );
}

function set(call: Call, agent: Agent): unknown {
  call.platform.record("agent.set", { appId: call.account.settings.appId, agent });
  return OK;
}

function fromBody(call: Request): string {
  return text(bodyOf(call), "kf_account");
}

function agentNamed(call: Call, account: string): Agent {
  const agent = call.account.agents.get(account);
  demand(agent !== undefined, 65401);
  return agent;
}

function nicknameOf(call: Call): string {
  const nickname = text(bodyOf(call), "nickname");
  demand(nickname !== "" && [...nickname].length <= NICKNAME_CHARACTERS, 65403);
  return nickname;
}
