import { z } from "zod";
import { anyOf, filled, list, number, opt, or, text } from "./lenient.ts";
import { done, type FormFile, get, nothing, of, post, shape, type WideId, wideId } from "./row.ts";

/** `name@weChatId`; the name has at most 10 letters, digits and `_`. */
export interface OneAgent {
  readonly kf_account: string;
}

/** Human agents and their sessions. Source: svc:customer/servicermanage, svc:customer/messctrl */
export const AGENTS = {
  "agent.add": post("/customservice/kfaccount/add", {
    request: of<OneAgent & { nickname: string }>(),
    reply: done,
    right: "customer-service",
    quota: "100 agents (65405)",
  }),
  "agent.update": post("/customservice/kfaccount/update", {
    request: of<OneAgent & { nickname: string }>(),
    reply: done,
    right: "customer-service",
    repeatable: true,
  }),
  "agent.delete": get("/customservice/kfaccount/del", {
    request: of<OneAgent>(),
    reply: done,
    right: "customer-service",
    reads: false,
  }),
  "agent.setHeadImage": post("/customservice/kfaccount/uploadheadimg", {
    // JPG; WeChat advises 640 by 640 pixels.
    request: of<OneAgent & { media: FormFile }>(),
    query: ["kf_account"],
    body: "form",
    reply: done,
    right: "customer-service",
    repeatable: true,
  }),
  "agent.invite": post("/customservice/kfaccount/inviteworker", {
    request: of<OneAgent & { invite_wx: string }>(),
    reply: done,
    right: "customer-service",
  }),
  "agent.list": get("/cgi-bin/customservice/getkflist", {
    request: nothing,
    reply: shape({
      kf_list: list(
        z.looseObject({
          kf_account: filled,
          kf_id: opt(wideId),
          kf_nick: or(text, ""),
          kf_headimgurl: opt(text),
          kf_wx: opt(text),
          invite_wx: opt(text),
          invite_expire_time: opt(number),
          invite_status: opt(text),
        }),
      ),
    }),
    right: "customer-service",
  }),
  "agent.listOnline": get("/cgi-bin/customservice/getonlinekflist", {
    request: nothing,
    reply: shape({
      kf_online_list: list(
        z.looseObject({
          kf_account: filled,
          status: opt(number),
          kf_id: opt(wideId),
          accepted_case: opt(number),
        }),
      ),
    }),
    right: "customer-service",
  }),
  "session.create": post("/customservice/kfsession/create", {
    request: of<OneAgent & { openid: string }>(),
    reply: done,
    right: "customer-service",
    // An open session is created again with success.
    repeatable: true,
  }),
  "session.close": post("/customservice/kfsession/close", {
    request: of<OneAgent & { openid: string }>(),
    reply: done,
    right: "customer-service",
    repeatable: true,
  }),
  "session.get": get("/customservice/kfsession/getsession", {
    request: of<{ openid: string }>(),
    // kf_account is empty when there is no session.
    reply: shape({ kf_account: text, createtime: opt(number) }),
    right: "customer-service",
  }),
  "session.list": get("/customservice/kfsession/getsessionlist", {
    request: of<OneAgent>(),
    reply: shape({
      sessionlist: list(z.looseObject({ createtime: opt(number), openid: filled })),
    }),
    right: "customer-service",
  }),
  "session.waiting": get("/customservice/kfsession/getwaitcase", {
    request: nothing,
    reply: anyOf(
      shape({
        count: opt(number),
        // Left out where nobody waits.
        waitcaselist: opt(list(z.looseObject({ latest_time: opt(number), openid: filled }))),
      }),
      "count",
      "waitcaselist",
    ),
    right: "customer-service",
  }),
  "session.records": post("/customservice/msgrecord/getmsglist", {
    // Seconds; at most 24 h apart (65417). msgid: 1 first, then the reply's.
    request: of<{ starttime: number; endtime: number; msgid: WideId; number: number }>(),
    reply: shape({
      recordlist: list(
        z.looseObject({
          openid: or(text, ""),
          opercode: opt(number),
          // Some records have no words: a picture, the beginning of a session.
          text: or(text, ""),
          time: opt(number),
          worker: or(text, ""),
        }),
      ),
      number: opt(number),
      msgid: opt(wideId),
    }),
    right: "customer-service",
    quota: "5,000 a day; 10,000 records a call",
    reads: true,
    repeatable: true,
  }),
};
