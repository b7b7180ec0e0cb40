import { z } from "zod";
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
      kf_list: z.array(
        z.object({
          kf_account: z.string(),
          kf_id: wideId,
          kf_nick: z.string(),
          kf_headimgurl: z.string().optional(),
          kf_wx: z.string().optional(),
          invite_wx: z.string().optional(),
          invite_expire_time: z.number().optional(),
          invite_status: z.string().optional(),
        }),
      ),
    }),
    right: "customer-service",
  }),
  "agent.listOnline": get("/cgi-bin/customservice/getonlinekflist", {
    request: nothing,
    reply: shape({
      kf_online_list: z.array(
        z.object({
          kf_account: z.string(),
          status: z.number(),
          kf_id: wideId,
          accepted_case: z.number(),
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
    reply: shape({ kf_account: z.string(), createtime: z.number() }),
    right: "customer-service",
  }),
  "session.list": get("/customservice/kfsession/getsessionlist", {
    request: of<OneAgent>(),
    reply: shape({
      sessionlist: z.array(z.object({ createtime: z.number(), openid: z.string() })),
    }),
    right: "customer-service",
  }),
  "session.waiting": get("/customservice/kfsession/getwaitcase", {
    request: nothing,
    reply: shape({
      count: z.number(),
      waitcaselist: z.array(z.object({ latest_time: z.number(), openid: z.string() })),
    }),
    right: "customer-service",
  }),
  "session.records": post("/customservice/msgrecord/getmsglist", {
    // Seconds; at most 24 h apart (65417). msgid: 1 first, then the reply's.
    request: of<{ starttime: number; endtime: number; msgid: WideId; number: number }>(),
    reply: shape({
      recordlist: z.array(
        z.object({
          openid: z.string(),
          opercode: z.number(),
          text: z.string(),
          time: z.number(),
          worker: z.string(),
        }),
      ),
      number: z.number(),
      msgid: wideId,
    }),
    right: "customer-service",
    quota: "5,000 a day; 10,000 records a call",
    repeatable: true,
  }),
};
