import { z } from "zod";
import { list, number, opt, or, text } from "./lenient.ts";
import { done, of, post, shape, type WideId, wideId } from "./row.ts";

/** An article: `msg_data_id` of the mass send or publication, and which of its articles, from 0. */
export interface CommentedArticle {
  readonly msg_data_id: WideId;
  readonly index?: number;
}

export interface OneComment extends CommentedArticle {
  readonly user_comment_id: WideId;
}

const changing = { reply: done, right: "comments", repeatable: true } as const;

/** Comments below articles, for accounts that have them (88000 for others). Source: svc:comments/* */
export const COMMENTS = {
  "comment.open": post("/cgi-bin/comment/open", { ...changing, request: of<CommentedArticle>() }),
  "comment.close": post("/cgi-bin/comment/close", { ...changing, request: of<CommentedArticle>() }),
  "comment.list": post("/cgi-bin/comment/list", {
    // count: below 50 (88010). type: 0 all, 1 ordinary, 2 elected ones.
    request: of<CommentedArticle & { begin: number; count: number; type: 0 | 1 | 2 }>(),
    reply: shape({
      total: opt(number),
      comment: list(
        z.looseObject({
          user_comment_id: wideId,
          /** Missing where somebody comments without being on WeChat. */
          openid: opt(text),
          create_time: opt(number),
          content: or(text, ""),
          /** 1: elected, for all to see first. */
          comment_type: opt(number),
          reply: opt(z.looseObject({ content: or(text, ""), create_time: opt(number) })),
        }),
      ),
    }),
    right: "comments",
    reads: true,
    repeatable: true,
  }),
  "comment.elect": post("/cgi-bin/comment/markelect", { ...changing, request: of<OneComment>() }),
  "comment.unelect": post("/cgi-bin/comment/unmarkelect", {
    ...changing,
    request: of<OneComment>(),
  }),
  "comment.delete": post("/cgi-bin/comment/delete", { ...changing, request: of<OneComment>() }),
  "comment.reply": post("/cgi-bin/comment/reply/add", {
    // One reply for each comment (88005).
    request: of<OneComment & { content: string }>(),
    reply: done,
    right: "comments",
  }),
  "comment.deleteReply": post("/cgi-bin/comment/reply/delete", {
    ...changing,
    request: of<OneComment>(),
  }),
};
