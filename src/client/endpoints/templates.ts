import { z } from "zod";
import { anyOf, filled, list, number, opt, or, text } from "./lenient.ts";
import { done, get, nothing, of, post, shape, wideId } from "./row.ts";

const industry = z.looseObject({ first_class: or(text, ""), second_class: or(text, "") });
const keyword = z.looseObject({
  kid: number,
  name: or(text, ""),
  example: opt(text),
  rule: opt(text),
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
    reply: anyOf(
      shape({ primary_industry: opt(industry), secondary_industry: opt(industry) }),
      "primary_industry",
      "secondary_industry",
    ),
    right: "template",
  }),
  "template.add": post("/cgi-bin/template/api_add_template", {
    request: of<{ template_id_short: string; keyword_name_list?: readonly string[] }>(),
    reply: shape({ template_id: filled }),
    right: "template",
    quota: "25 templates",
  }),
  "template.list": get("/cgi-bin/template/get_all_private_template", {
    request: nothing,
    reply: shape({
      template_list: list(
        z.looseObject({
          template_id: filled,
          title: or(text, ""),
          primary_industry: opt(text),
          deputy_industry: opt(text),
          content: or(text, ""),
          example: opt(text),
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
    reply: shape({ priTmplId: filled }),
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
      data: list(
        z.looseObject({
          priTmplId: filled,
          title: or(text, ""),
          content: or(text, ""),
          example: opt(text),
          type: opt(number),
        }),
      ),
    }),
    right: "subscription",
  }),
  "subscription.categories": get("/wxaapi/newtmpl/getcategory", {
    request: nothing,
    reply: shape({ data: list(z.looseObject({ id: number, name: or(text, "") })) }),
    right: "subscription",
  }),
  "subscription.publicTitles": get("/wxaapi/newtmpl/getpubtemplatetitles", {
    // ids: category ids, joined with commas.
    request: of<{ ids: string; start: number; limit: number }>(),
    reply: shape({
      count: opt(number),
      data: list(
        z.looseObject({
          tid: wideId,
          title: or(text, ""),
          type: opt(number),
          categoryId: opt(wideId),
        }),
      ),
    }),
    right: "subscription",
  }),
  "subscription.publicKeywords": get("/wxaapi/newtmpl/getpubtemplatekeywords", {
    request: of<{ tid: string }>(),
    reply: shape({ count: opt(number), data: list(keyword) }),
    right: "subscription",
  }),
};
