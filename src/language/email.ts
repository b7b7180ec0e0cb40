import type { Reading } from "./reading.ts";
import { fold } from "./tidy.ts";
import { MISS } from "./whole.ts";

const INTRODUCTION =
  /^(?:mailto:|it's |发送?到|寄到|(?:我的?|my )?(?:邮箱|电子邮箱|邮件|e-?mail)? ?(?:地址|address)? ?(?:是|is|:)? ?)(?=[\w<])/i;
/** As HTML has it, without quotes: what a form on the web would take, with a name of a country or a kind at its end. */
const ADDRESS =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/i;
/** RFC 5321, 4.5.3.1, in characters. */
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;

/** Understands an e-mail address; the case before the @ stays as typed. Reason: `not-understood`. */
export function readEmail(text: string): Reading<string> {
  const typed = text.normalize("NFKC").trim();
  const bare = typed
    .replace(INTRODUCTION, "")
    .replace(/[\s,，.。!]*(?:谢谢|thanks|thank you|please)?[\s.!。]*$/i, "")
    .replace(/^<(.*)>$/, "$1")
    .replace(/[.,。,!]+$/, "");
  const at = bare.lastIndexOf("@");
  const long = at > MAX_LOCAL || bare.length > MAX_ADDRESS;
  if (long || fold(text) === "" || !ADDRESS.test(bare)) return MISS;
  return { ok: true, value: bare.slice(0, at) + bare.slice(at).toLowerCase() };
}
