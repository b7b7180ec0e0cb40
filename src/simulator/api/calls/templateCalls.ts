import type { Json } from "../../world/facts.ts";
import { type AccountTemplate, placesOf } from "../../world/templates.ts";
import { bodyOf, type Call, OK } from "../call.ts";
import { type Body, idText, int64, number, object, text } from "../json.ts";
import { demand, Refusal } from "../refusal.ts";
import { recipient } from "./customMessages.ts";

const TEMPLATES = 25;
const SAME_ID_MS = 10 * 60_000;

/** `POST /cgi-bin/message/template/send`. Source: svc:notify/template/api_sendtemplatemessage */
export function sendTemplate(call: Call): unknown {
  const body = bodyOf(call);
  const follower = recipient(call, text(body, "touser"));
  const template = templateOf(call, text(body, "template_id"), "template");
  demand(template.banned !== true, 43116);
  checkPlaces(template, object(body, "data"));
  checkProgram(call, body);
  demand(!follower.blacklisted, 43019);
  demand(follower.following, 43004);
  const clientMsgId = text(body, "client_msg_id");
  const sentAt = follower.clientMsgIds.get(clientMsgId);
  const msgId = call.platform.dice.id64();
  // Said twice within ten minutes, it is shown once; what the second answer looks like is inferred.
  if (sentAt !== undefined && call.now - sentAt < SAME_ID_MS) {
    return { ...OK, msgid: int64(msgId) };
  }
  if (!follower.messagesOff) show(call, follower.openid, "template", body, msgId, clientMsgId);
  call.platform.raise(call.account.settings.appId, follower.openid, {
    Event: "TEMPLATESENDJOBFINISH",
    MsgID: msgId,
    Status: follower.messagesOff ? "failed:user block" : "success",
  });
  return { ...OK, msgid: int64(msgId) };
}

/** `POST /cgi-bin/message/template/subscribe`: one message for one consent on one scene's page. */
export function sendOneTime(call: Call): unknown {
  const body = bodyOf(call);
  const follower = recipient(call, text(body, "touser"));
  const templateId = text(body, "template_id");
  templateOf(call, templateId, "oneTime");
  const content = text(object(object(body, "data"), "content"), "value");
  demand([...text(body, "title")].length <= 15 && text(body, "title") !== "", 47003);
  demand([...content].length <= 200, 47003);
  const scene = idText(body, "scene");
  usePermission(call, follower, templateId, scene);
  show(call, follower.openid, "oneTime", body, call.platform.dice.id64());
  return OK;
}

/** `POST /cgi-bin/message/subscribe/bizsend`. Source: svc:notify/notify/api_sendnewsubscribemsg */
export function sendNotice(call: Call): unknown {
  const body = bodyOf(call);
  const follower = recipient(call, text(body, "touser"));
  const templateId = text(body, "template_id");
  const template = templateOf(call, templateId, "notice");
  const page = body.page;
  demand(page === undefined || (typeof page === "string" && /^https?:\/\//.test(page)), 41030);
  checkPlaces(template, object(body, "data"));
  usePermission(call, follower, templateId, undefined);
  const msgId = call.platform.dice.id64();
  if (!follower.messagesOff) show(call, follower.openid, "subscription", body, msgId);
  call.platform.raise(call.account.settings.appId, follower.openid, {
    Event: "subscribe_msg_sent_event",
    SubscribeMsgSentEvent: {
      List: {
        TemplateId: templateId,
        MsgID: msgId,
        ErrorCode: follower.messagesOff ? 1 : 0,
        ErrorStatus: follower.messagesOff ? "user block" : "success",
      },
    },
  });
  return OK;
}

/** `template/api_set_industry`: once a month. */
export function setIndustry(call: Call): unknown {
  const body = bodyOf(call);
  const [primary, second] = [number(body, "industry_id1"), number(body, "industry_id2")];
  demand(primary !== undefined && second !== undefined, 47001);
  const { industry, settings } = call.account;
  const month = (at: number) => new Date(at).toISOString().slice(0, 7);
  demand(industry === undefined || month(industry.at) !== month(call.now), 43100);
  call.platform.record("industry.set", { appId: settings.appId, primary, second });
  return OK;
}

export function getIndustry(call: Call): unknown {
  const { primary = 1, second = 2 } = call.account.industry ?? {};
  const name = (id: number) => ({ first_class: "IT科技", second_class: `行业${id}` });
  return { primary_industry: name(primary), secondary_industry: name(second) };
}

/** `template/api_add_template`: the library's number becomes the account's own id. */
export function addTemplate(call: Call): unknown {
  const body = bodyOf(call);
  const short = text(body, "template_id_short");
  demand(short !== "" && short.length <= 64, 40036);
  const own = [...call.account.templates.values()].filter(({ kind }) => kind === "template");
  demand(own.length < TEMPLATES, 45026);
  const names = Array.isArray(body.keyword_name_list) ? body.keyword_name_list : ["keyword1"];
  const content = names.map((name, index) => `${name}: {{keyword${index + 1}.DATA}}`).join("\n");
  return { ...OK, template_id: keep(call, "template", short, content) };
}

export function listTemplates(call: Call): unknown {
  const template_list = [...call.account.templates.values()]
    .filter(({ kind }) => kind === "template")
    .map(({ templateId, title, content }) => ({
      template_id: templateId,
      title,
      primary_industry: "IT科技",
      deputy_industry: "互联网|电子商务",
      content,
      example: "",
    }));
  return { template_list };
}

export function deleteTemplate(call: Call): unknown {
  const { templateId } = templateOf(call, text(bodyOf(call), "template_id"), "template");
  return remove(call, templateId);
}

/** `/wxa/sec/queryblocktmplmsg`: nothing simulated is blocked. */
export function listBlocked(): unknown {
  return { ...OK, msginfo: [] };
}

/** `newtmpl/addtemplate`: `kidList` chooses two to five words of the library's template. */
export function addNotice(call: Call): unknown {
  const body = bodyOf(call);
  const words = body.kidList;
  const title = idText(body, "tid");
  demand(title !== "", 200014);
  demand(Array.isArray(words) && words.length >= 2 && words.length <= 5, 200020);
  demand([...text(body, "sceneDesc")].length <= 15, 200021);
  const content = words.map((_word, index) => `{{thing${index + 1}.DATA}}`).join("\n");
  return { ...OK, priTmplId: keep(call, "notice", title, content) };
}

export function deleteNotice(call: Call): unknown {
  const { templateId } = templateOf(call, text(bodyOf(call), "priTmplId"), "notice");
  return remove(call, templateId);
}

export function listNotices(call: Call): unknown {
  const data = [...call.account.templates.values()]
    .filter(({ kind }) => kind === "notice")
    .map(({ templateId, title, content }) => ({
      priTmplId: templateId,
      title,
      content,
      example: "",
      type: 2,
    }));
  return { ...OK, data };
}

/** The library of notices has one category, one title and five words. */
export function listCategories(): unknown {
  return { ...OK, data: [{ id: 616, name: "公交" }] };
}
export function listTitles(): unknown {
  return {
    ...OK,
    count: 1,
    data: [{ tid: 99, title: "付款成功通知", type: 2, categoryId: "616" }],
  };
}
export function listKeywords(call: Call): unknown {
  demand((call.query.get("tid") ?? "") !== "", 200014);
  const data = [1, 2, 3, 4, 5].map((kid) => ({
    kid,
    name: `词${kid}`,
    example: "",
    rule: "thing",
  }));
  return { ...OK, data, count: data.length };
}

function keep(call: Call, kind: AccountTemplate["kind"], title: string, content: string): string {
  const templateId = call.platform.dice.letters(43);
  const { appId } = call.account.settings;
  call.platform.record("template.added", { appId, template: { templateId, kind, title, content } });
  return templateId;
}

function remove(call: Call, templateId: string): unknown {
  call.platform.record("template.removed", { appId: call.account.settings.appId, templateId });
  return OK;
}

function templateOf(call: Call, id: string, kind: AccountTemplate["kind"]): AccountTemplate {
  const template = call.account.templates.get(id);
  demand(template !== undefined && template.kind === kind, 40037);
  return template;
}

/** One consent, one message; 43101 without one. */
function usePermission(
  call: Call,
  { openid, permissions }: ReturnType<typeof recipient>,
  templateId: string,
  scene: string | undefined,
): void {
  const fits = permissions.some((one) => one.templateId === templateId && one.scene === scene);
  demand(fits, 43101);
  const { appId } = call.account.settings;
  const used = scene === undefined ? { templateId } : { templateId, scene };
  call.platform.record("permission.used", { appId, openid, ...used });
}

/** The limits of a value by what its place is called. Source: the subscription guide, outbound 4.3 */
const PLACES: readonly (readonly [prefix: string, rule: RegExp])[] = [
  ["thing", /^.{1,20}$/su],
  ["number", /^-?\d[\d.]{0,31}$/],
  ["letter", /^[A-Za-z]{1,32}$/],
  ["symbol", /^[^A-Za-z0-9\p{L}]{1,5}$/u],
  ["character_string", /^[\x20-\x7e]{1,32}$/],
  [
    "time",
    /^(?:\d{4}年\d{1,2}月\d{1,2}日 ?)?\d{1,2}:\d{2}(?::\d{2})?(?:~.+)?$|^\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?$/,
  ],
  ["date", /^\d{4}(?:年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2}).*$/],
  ["amount", /^[^\d\s]{0,3}\d{1,10}(?:\.\d+)?元?$/],
  ["phone_number", /^[\d+\-() ]{1,17}$/],
  ["car_number", /^.{1,8}$/u],
  ["name", /^(?:[\p{Script=Han}]{1,10}|[A-Za-z ]{1,20})$/u],
  ["phrase", /^[\p{Script=Han}]{1,5}$/u],
];

/** 47003 with the place's name, as it stands on the wire, the misspelling included. */
function checkPlaces(template: AccountTemplate, data: Body): void {
  for (const place of placesOf(template.content)) {
    const value = idText(object(data, place), "value");
    if (value === "") throw invalid(place, "is emtpy");
    const rule = PLACES.find(([prefix]) => place.replace(/\d+$/, "") === prefix)?.[1];
    if (rule !== undefined && !rule.test(value)) throw invalid(place, "invalid");
  }
}

function invalid(place: string, what: string): Refusal {
  return new Refusal(47003, `argument invalid! data.${place}.value ${what}`);
}

function checkProgram(call: Call, body: Body): void {
  const program = text(object(body, "miniprogram"), "appid");
  demand(program === "" || call.account.settings.miniPrograms.includes(program), 40013);
}

function show(
  call: Call,
  openid: string,
  via: "template" | "oneTime" | "subscription",
  body: Body,
  id: string,
  clientMsgId = "",
): void {
  const { touser: _, ...message } = body;
  call.platform.record("message.shown", {
    appId: call.account.settings.appId,
    openid,
    via,
    message: message as { readonly [name: string]: Json },
    usesWindow: false,
    id,
    ...(clientMsgId === "" ? {} : { clientMsgId }),
  });
}
