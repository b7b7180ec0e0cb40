import type { Platform } from "../platform.ts";
import { Raw, type Request } from "./call.ts";
import { endpointAt } from "./endpoints.ts";
import { admit } from "./gate.ts";
import { writeJson } from "./json.ts";
import { Refusal } from "./refusal.ts";

/** What goes out over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Buffer | string;
}

/** `encoding`, not `charset`: this is how WeChat has it. Source: outbound 8.4 */
const JSON_TYPE = "application/json; encoding=utf-8";
/** What is kept of a request or an answer on the timeline; an upload is there as media already. */
const KEPT_CHARACTERS = 4_096;

/** Answers one call and writes it down. `failure` is a code that was ordered instead of the real answer. */
export function answerCall(
  request: Request,
  failure?: { readonly errcode: number; readonly errmsg?: string },
): HttpAnswer {
  const rid = drawRid(request);
  const { answer, errcode } = attempt(request, rid, failure);
  const sent = sealIfSigned(request, answer);
  const isText = typeof answer.content === "string";
  request.platform.record("api.called", {
    ...(request.caller === undefined ? {} : { appId: request.caller }),
    method: request.method,
    path: request.path,
    url: request.url,
    body: request.files.size > 0 ? "[form]" : kept(request.bytes.toString("utf8")),
    answer: isText ? kept(answer.content) : `[${answer.content.length} bytes]`,
    status: answer.status,
    errcode,
    rid,
    clientIp: request.clientIp,
    ms: request.platform.clock.now() - request.now,
    counts: [...request.counts],
  });
  return sent;
}

/** The timeline has the answer that can be read; a signed call gets it sealed. */
function sealIfSigned({ sealAnswer }: Request, answer: HttpAnswer): HttpAnswer {
  if (sealAnswer === undefined || typeof answer.content !== "string") return answer;
  const { content, headers } = sealAnswer(answer.content);
  return { ...answer, content, headers: { ...answer.headers, ...headers } };
}

function attempt(
  request: Request,
  rid: string,
  failure: { readonly errcode: number; readonly errmsg?: string } | undefined,
): { readonly answer: HttpAnswer; readonly errcode: number } {
  const endpoint = endpointAt(request.path);
  try {
    if (failure !== undefined) throw new Refusal(failure.errcode, failure.errmsg);
    if (endpoint === undefined) throw new Refusal(40066);
    const result = admit(endpoint, request);
    if (result instanceof Raw) return { answer: result, errcode: 0 };
    const headers = { "content-type": JSON_TYPE };
    return { answer: { status: 200, headers, content: writeJson(result) }, errcode: 0 };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { errcode, extra } = error;
    // Web authorisation puts a comma before it; 45065's example has none at all.
    const before = request.path.startsWith("/sns/") ? ", " : " ";
    const errmsg = errcode === 45065 ? error.message : `${error.message}${before}rid: ${rid}`;
    const type = endpoint?.plainErrors === true ? "text/plain" : JSON_TYPE;
    const content = writeJson({ errcode, errmsg, ...extra });
    return { answer: { status: 200, headers: { "content-type": type }, content }, errcode };
  }
}

/** Three groups of eight, the first of which is the time. Source: outbound 3.5 */
function drawRid({ platform, now }: { readonly platform: Platform; readonly now: number }): string {
  const time = Math.floor(now / 1_000)
    .toString(16)
    .padStart(8, "0");
  return `${time}-${platform.dice.hex(8)}-${platform.dice.hex(8)}`;
}

function kept(text: string): string {
  return text.slice(0, KEPT_CHARACTERS);
}
