import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { FaultBox } from "../faults/faultBox.ts";
import type { Fault } from "../faults/faults.ts";
import type { Platform } from "../platform.ts";
import { answerCall, type HttpAnswer } from "./answering.ts";
import type { Request } from "./call.ts";
import { readForm } from "./form.ts";

/** The largest upload is 10 MB of video, and its form around it. */
const BODY_BYTES = 12 * 1_024 * 1_024;
const LOOPBACK = "127.0.0.1";
/** Names by which a browser on this machine reaches us; any other is a foreign page's trick. */
const OWN_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

interface ApiServer {
  /** Where the API is, without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the API on this machine only. `basePath` stands before every path, `/wechat` for example. */
export async function serveApi(
  platform: Platform,
  faults: FaultBox,
  { port, basePath }: { readonly port: number; readonly basePath: string },
): Promise<ApiServer> {
  const server = createServer((req, res) => {
    respond(req, res).catch(() => {
      // A broken request, or a mistake of ours: WeChat's word for both.
      if (!res.headersSent) res.writeHead(200, { "content-type": "application/json" });
      res.end('{"errcode":-1,"errmsg":"system error"}');
    });
  });

  async function respond(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const target = new URL(req.url ?? "/", `http://${LOOPBACK}`);
    if (!OWN_HOST.test(req.headers.host ?? "") || !target.pathname.startsWith(basePath)) {
      return send(res, { status: 404, headers: {}, content: "" });
    }
    const request = await readRequest(req, target);
    const fault = faults.take(request.path);
    return fault === undefined ? send(res, answerCall(request)) : strike(fault, request, res);
  }

  async function readRequest(req: IncomingMessage, target: URL): Promise<Request> {
    const bytes = await readBytes(req);
    const { fields, files } = await readForm(req.headers["content-type"] ?? "", bytes);
    return {
      platform,
      now: platform.clock.now(),
      method: req.method ?? "GET",
      path: target.pathname.slice(basePath.length),
      url: target.pathname + target.search,
      base: urlOf(server, basePath),
      query: target.searchParams,
      bytes,
      clientIp: (req.socket.remoteAddress ?? LOOPBACK).replace(/^::ffff:/, ""),
      referer: req.headers.referer ?? "",
      headers: req.headers,
      fields,
      files,
      counts: [],
      caller: undefined,
      sealAnswer: undefined,
    };
  }

  await listen(server, port);
  return {
    url: urlOf(server, basePath),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Does to a call what was ordered. */
function strike(fault: Fault, request: Request, res: ServerResponse): void {
  switch (fault.do) {
    case "delay": {
      const answer = answerCall(request);
      request.platform.clock.after(fault.ms, () => send(res, answer));
      return;
    }
    case "cut":
      if (fault.accepted) answerCall(request);
      res.destroy();
      return;
    case "drop":
      return;
    case "errcode":
      send(res, answerCall(request, fault));
      return;
    case "status": {
      const content = `<html><body><h1>${fault.status}</h1></body></html>`;
      send(res, { status: fault.status, headers: { "content-type": "text/html" }, content });
      return;
    }
    case "garble": {
      const answer = answerCall(request);
      const content = answer.content.toString().slice(0, -1);
      send(res, { ...answer, content });
    }
  }
}

function send(res: ServerResponse, { status, headers, content }: HttpAnswer): void {
  res.writeHead(status, { ...headers, "content-length": Buffer.byteLength(content) });
  res.end(content);
}

async function readBytes(req: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > BODY_BYTES) throw new Error("The body is too large.");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function urlOf(server: Server, basePath: string): string {
  return `http://${LOOPBACK}:${(server.address() as AddressInfo).port}${basePath}`;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, resolve);
  });
}
