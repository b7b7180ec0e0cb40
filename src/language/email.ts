import { undecorated } from "./decoration.ts";
import type { Reading } from "./reading.ts";
import { withoutAsides } from "./sentences/asides.ts";
import { spotted } from "./sentences/spotted.ts";
import { fold } from "./tidy.ts";
import { MISS } from "./whole.ts";

const INTRODUCTION =
  /^(?:mailto:|it'?s |send (?:it|that) to |就是?|是|(?:请|麻烦|可以)?(?:发送?|寄|邮)(?:到|给|(?=我)))?(?:(?:我的?|my )?(?:qq|163|126|gmail|工作|公司|个人|私人|常用|work|personal|private)? ?(?:邮箱|电子邮箱|邮件|电邮|e-?mail) ?(?:地址|address)? ?(?:是|系|为|is|:)? ?)?(?=[\w<])/i;
/** In characters: an address and what may stand around it. */
const MAX_TYPED = 400;
/** What may follow an address. */
const ENDING =
  /[\s,，.。!]*(?:谢谢(?:你|您|啦)?|麻烦了|多谢|唔该|吧|哈|啦|哦|呀|就行|可以|这个|(?:thanks|thank you)(?: so much| a lot)?|thx|cheers|please)?[\s.!。]*$/i;
/** As HTML has it, without quotes: what a form on the web would take, with a name of a country or a kind at its end. */
const ADDRESS =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/i;
/** RFC 5321, 4.5.3.1, in characters. */
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;

/** Understands an e-mail address; the case before the @ stays as typed. Reason: `not-understood`. */
export function readEmail(text: string): Reading<string> {
  if (text.length > MAX_TYPED) return MISS;
  const typed = withoutAsides(undecorated(text.normalize("NFKC").trim()));
  const bare = typed
    .replace(INTRODUCTION, "")
    .replace(ENDING, "")
    .trim()
    .replace(/^<(.*)>$/, "$1")
    .replace(/[.,。,!]+$/, "");
  const at = bare.lastIndexOf("@");
  const long = at > MAX_LOCAL || bare.length > MAX_ADDRESS;
  if (long || fold(text) === "") return MISS;
  const address = ADDRESS.test(bare) ? bare : addressIn(bare);
  return address === undefined ? MISS : { ok: true, value: withSmallDomain(address) };
}

function withSmallDomain(address: string): string {
  const at = address.lastIndexOf("@");
  return address.slice(0, at) + address.slice(at).toLowerCase();
}

/** Any Latin word that is none of these may belong to the address. */
const SPOTTING = {
  form: /(?<![\w./:@-])[a-z0-9][a-z0-9._%+-]*@[a-z0-9.-]+[a-z](?![\w/@])/gi,
  unless:
    /@|\b(?!(?:e-?mail|mail|qq|gmail|foxmail|outlook|hotmail|address|my|mine|is|it|it's|please|pls|plz|thanks?|thx|you|send|to|at|use|the|this|one|ok|for|me|work|personal|contact)\b)[a-z]+/i,
};

/** The only address of a sentence that says nothing else of it: 发到 a@b.cn，麻烦了. */
function addressIn(said: string): string | undefined {
  const address = spotted(said, SPOTTING);
  return address !== undefined && ADDRESS.test(address) ? address : undefined;
}
