import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { echo, type Mode } from "../account.ts";
import { between, cut, open, seal, sign } from "../wire.ts";

/**
 * The floor under every contender: signature, AES and string cutting on bare `node:http`. No parser, no
 * retries, no order, no bot: it shows how much of a push is none of ours.
 */
export function createListener(mode: Mode): RequestListener {
  const respond = mode === "safe" ? respondSafely : respondPlainly;
  return function handle(request, response) {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => respond(request, response, Buffer.concat(chunks).toString()));
  };
}

function respondPlainly(request: IncomingMessage, response: ServerResponse, body: string): void {
  const { url = "" } = request;
  const signature = sign(part(url, "timestamp"), part(url, "nonce"));
  if (signature === part(url, "signature")) end(response, replyTo(body));
  else response.writeHead(403).end();
}

function respondSafely(request: IncomingMessage, response: ServerResponse, body: string): void {
  const { url = "" } = request;
  const sealed = cut(body, "Encrypt");
  const nonce = part(url, "nonce");
  const signature = sign(part(url, "timestamp"), nonce, sealed);
  if (signature !== part(url, "msg_signature")) {
    response.writeHead(403).end();
    return;
  }
  const encrypted = seal(replyTo(open(sealed)));
  const timestamp = String(Math.floor(Date.now() / 1_000));
  end(
    response,
    `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt>` +
      `<MsgSignature><![CDATA[${sign(timestamp, nonce, encrypted)}]]></MsgSignature>` +
      `<TimeStamp>${timestamp}</TimeStamp><Nonce><![CDATA[${nonce}]]></Nonce></xml>`,
  );
}

function replyTo(xml: string): string {
  return (
    `<xml><ToUserName><![CDATA[${cut(xml, "FromUserName")}]]></ToUserName>` +
    `<FromUserName><![CDATA[${cut(xml, "ToUserName")}]]></FromUserName>` +
    `<CreateTime>${Math.floor(Date.now() / 1_000)}</CreateTime><MsgType><![CDATA[text]]></MsgType>` +
    `<Content><![CDATA[${echo(cut(xml, "Content"))}]]></Content></xml>`
  );
}

/** A query parameter; the bench puts one more behind the last, so that each ends with `&`. */
function part(url: string, name: string): string {
  const from = url.includes(`&${name}=`) ? `&${name}=` : `?${name}=`;
  return between(url, from, "&");
}

function end(response: ServerResponse, xml: string): void {
  response.setHeader("Content-Type", "text/xml");
  response.end(xml);
}
