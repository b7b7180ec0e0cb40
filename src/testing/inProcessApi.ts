import { type Clock, sleep } from "../clock.ts";
import { nextRound as soon } from "../realTimers.ts";
import { answerCall } from "../simulator/api/answering.ts";
import type { Request } from "../simulator/api/call.ts";
import type { FaultBox } from "../simulator/faults/faultBox.ts";
import type { Platform } from "../simulator/platform.ts";

/** What a call of the API came to: its `errcode`, or nobody knows. */
type Called = number | "unknown";

/** Calls the simulated API as an account. */
export type CallApi = (appId: string, path: string, body: object) => Promise<Called>;

/** What the platform says to a token that has ended. */
const TOKEN_ENDED: ReadonlySet<Called> = new Set([40001, 42001]);

/** The platform's API without a network, faults on order included. */
export function inProcessApi(platform: Platform, faults: FaultBox, clock: Clock): CallApi {
  const tokens = new Map<string, string>();
  return async function callApi(appId, path, body) {
    const known = tokens.has(appId);
    const called = await callOnce(appId, path, body);
    if (!known || !TOKEN_ENDED.has(called)) return called;
    tokens.delete(appId);
    return callOnce(appId, path, body);
  };

  async function callOnce(appId: string, path: string, body: object): Promise<Called> {
    const token = tokens.get(appId) ?? freshToken(appId);
    tokens.set(appId, token);
    // A call has a way to go: an answer that is already out arrives before it.
    await soon();
    const request = requestOf("POST", path, { access_token: token }, JSON.stringify(body));
    const fault = faults.take(path);
    switch (fault?.do) {
      case undefined:
        return errcodeOf(request);
      case "delay": {
        const errcode = errcodeOf(request);
        await sleep(clock, fault.ms);
        return errcode;
      }
      case "errcode":
        return errcodeOf(request, fault);
      case "cut":
        if (fault.accepted) errcodeOf(request);
        return "unknown";
      case "garble":
        errcodeOf(request);
        return "unknown";
      default:
        return "unknown";
    }
  }

  function freshToken(appid: string): string {
    const { appSecret: secret } = platform.account(appid).settings;
    const query = { grant_type: "client_credential", appid, secret };
    const { content } = answerCall(requestOf("GET", "/cgi-bin/token", query, ""));
    return String((JSON.parse(content.toString()) as { access_token?: string }).access_token);
  }

  function requestOf(
    method: "GET" | "POST",
    path: string,
    query: Readonly<Record<string, string>>,
    body: string,
  ): Request {
    const search = new URLSearchParams(query);
    return {
      platform,
      now: platform.clock.now(),
      method,
      path,
      url: `${path}?${search}`,
      base: "http://api.test",
      query: search,
      bytes: Buffer.from(body),
      clientIp: "127.0.0.1",
      referer: "",
      fields: new Map(),
      files: new Map(),
      counts: [],
      caller: undefined,
      headers: {},
      sealAnswer: undefined,
    };
  }
}

function errcodeOf(
  request: Request,
  failure?: { readonly errcode: number; readonly errmsg?: string },
): number {
  const { content } = answerCall(request, failure);
  return (JSON.parse(content.toString()) as { errcode?: number }).errcode ?? 0;
}
