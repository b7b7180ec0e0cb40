import { z } from "zod";
import { done, get, nothing, of, post, shape, wideId } from "./row.ts";

const industry = z.object({ first_class: z.string(), second_class: z.string() });
const keyword = z.object({
  kid: z.number(),
  name: z.string(),
  example: z.string().optional(),
  rule: z.string().optional(),
});

/** Choosing the templates of template messages (4.1) and of subscription notifications (4.3). */
export const TEMPLATES = {
  "template.setIndustry": post("/cgi-bin/template/api_set_industry", {
    request: of<{ industry_id1: string; industry_id2: string }>(),
    reply: done,
    right: "template",
    quota: "once a month",
  }),
  "template.getIndustry": get("/cgi-bin/template/get_industry", {
    request: nothing,
    reply: shape({ primary_industry: industry, secondary_industry: industry }),
    right: "template",
  }),
  "template.add": post("/cgi-bin/template/api_add_template", {
    request: of<{ template_id_short: string; keyword_name_list?: readonly string[] }>(),
    reply: shape({ template_id: z.string() }),
    right: "template",
    quota: "25 templates",
  }),
  "template.list": get("/cgi-bin/template/get_all_private_template", {
    request: nothing,
    reply: shape({
      template_list: z.array(
        z.object({
          template_id: z.string(),
          title: z.string(),
          primary_industry: z.string().optional(),
          deputy_industry: z.string().optional(),
          content: z.string(),
          example: z.string().optional(),
        }),
      ),
    }),
    right: "template",
  }),
  "template.delete": post("/cgi-bin/template/del_private_template", {
    request: of<{ template_id: string }>(),
    reply: done,
    right: "template",
    repeatable: true,
  }),
  "subscription.addTemplate": post("/wxaapi/newtmpl/addtemplate", {
    // kidList: two to five keywords; sceneDesc: at most 15 characters.
    request: of<{ tid: string; kidList: readonly number[]; sceneDesc: string }>(),
    reply: shape({ priTmplId: z.string() }),
    right: "subscription",
  }),
  "subscription.deleteTemplate": post("/wxaapi/newtmpl/deltemplate", {
    request: of<{ priTmplId: string }>(),
    reply: done,
    right: "subscription",
    repeatable: true,
  }),
  "subscription.listTemplates": get("/wxaapi/newtmpl/gettemplate", {
    request: nothing,
    reply: shape({
      data: z.array(
        z.object({
          priTmplId: z.string(),
          title: z.string(),
          content: z.string(),
          example: z.string().optional(),
          type: z.number().optional(),
        }),
      ),
    }),
    right: "subscription",
  }),
  "subscription.categories": get("/wxaapi/newtmpl/getcategory", {
    request: nothing,
    reply: shape({ data: z.array(z.object({ id: z.number(), name: z.string() })) }),
    right: "subscription",
  }),
  "subscription.publicTitles": get("/wxaapi/newtmpl/getpubtemplatetitles", {
    // ids: category ids, joined with commas.
    request: of<{ ids: string; start: number; limit: number }>(),
    reply: shape({
      count: z.number(),
      data: z.array(
        z.object({
          tid: wideId,
          title: z.string(),
          type: z.number(),
          categoryId: wideId.optional(),
        }),
      ),
    }),
    right: "subscription",
  }),
  "subscription.publicKeywords": get("/wxaapi/newtmpl/getpubtemplatekeywords", {
    request: of<{ tid: string }>(),
    reply: shape({ count: z.number().optional(), data: z.array(keyword) }),
    right: "subscription",
  }),
};
