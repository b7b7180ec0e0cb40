import { createHmac, timingSafeEqual } from "node:crypto";
import { WeChatApiError } from "../../client/apiError.ts";
import type { Client } from "../../client/client.ts";
import type { Download } from "../../client/endpoints/row.ts";
import type { Clock } from "../../clock.ts";
import { errorFacts, type Log } from "../../log.ts";
import type { Account } from "../accounts/account.ts";
import type { HttpRequest, HttpResponse } from "../exchange/exchange.ts";
import { giveFile } from "./giveFile.ts";
import { SharedFiles } from "./sharedFiles.ts";

/** Where a follower's files are served, behind our public address. */
const MEDIA_PATH = "/wechat/media";
/** How long a link is good for, in milliseconds. Shorter than WeChat keeps the file. */
const LINK_MS = 3_600_000;
/** The types that a browser shows and never runs. Only these are served under their own type. */
const SHOWN = /^(?:image\/(?:jpeg|png|gif|bmp)|audio\/[a-z0-9.-]+|video\/(?:mp4|mpeg))$/;
/** When a client may ask again that was refused because of too many readers. */
const RETRY_SECONDS = 5;
const MEDIA_ID = /^[\w-]{1,200}$/;

interface MediaFilesParts {
  /** Undefined for an account that is not ours. */
  readonly find: (appId: string) => Promise<Account | undefined>;
  /** Signs the links of accounts that are linked by authorisation and have no secret of their own. */
  readonly componentSecret: string | undefined;
  readonly clientOf: (account: Account) => Pick<Client, "media"> | undefined;
  /** Fetches files in another way than by clients. */
  readonly download?: ((mediaId: string) => Promise<Download>) | undefined;
  /** Our address as bots and browsers see it; undefined: no links are made. */
  readonly publicUrl: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Links to what followers send, and what serves them. A link names file and end, and is signed with a key made from
 * the secret of the account, or of the component that the account is linked through. So every process of the bot
 * accepts the link, and the link holds no token of WeChat's.
 */
export class MediaFiles {
  readonly #parts: MediaFilesParts;
  readonly #shared: SharedFiles;

  constructor(parts: MediaFilesParts) {
    this.#parts = parts;
    this.#shared = new SharedFiles(parts.clock);
  }

  /** A link that everybody who has it may open for an hour; undefined without public address or secret. */
  linkTo(account: Account, mediaId: string): string | undefined {
    const { publicUrl, clock } = this.#parts;
    const secret = this.#secretOf(account);
    if (publicUrl === undefined || secret === undefined || !MEDIA_ID.test(mediaId)) {
      return undefined;
    }
    const until = String(clock.now() + LINK_MS);
    const signature = sign(secret, account.appId, mediaId, until);
    const query = new URLSearchParams({ id: mediaId, until, signature });
    return `${publicUrl.replace(/\/+$/, "")}${MEDIA_PATH}/${account.appId}?${query}`;
  }

  /** The bytes of a file that a follower sent. Rejects with what the client throws, or `client` itself. */
  async download(client: () => Pick<Client, "media">, mediaId: string): Promise<Download> {
    return this.#parts.download?.(mediaId) ?? client().media.download(mediaId);
  }

  /**
   * Answers a request for a link. Every mistake in a link gets the same 404; too many readers get a 503. All who read
   * one file at a time share one download, and a client that does not read is cut.
   */
  async serve(request: HttpRequest, response: HttpResponse): Promise<void> {
    const asked = await this.#read(request);
    const client = asked && this.#parts.clientOf(asked.account);
    if (asked === undefined || client === undefined) return end(response, 404);
    const { account, mediaId } = asked;
    const isHead = request.method === "HEAD";
    try {
      const lent = await this.#shared.lend(
        `${account.appId} ${mediaId}`,
        () => this.download(() => client, mediaId),
        (file) => this.#give(response, file, isHead),
      );
      if (lent) return;
      response.setHeader("Retry-After", RETRY_SECONDS);
      end(response, 503);
    } catch (error) {
      const gone = error instanceof WeChatApiError && error.errcode === 40007;
      if (!gone)
        this.#parts.log.warn(
          errorFacts(error, this.#parts.log),
          "a follower's file could not be fetched",
        );
      if (response.headersSent) response.destroy();
      else end(response, gone ? 404 : 502);
    }
  }

  async #give(response: HttpResponse, file: Download, isHead: boolean): Promise<void> {
    const { bytes, contentType } = file;
    const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
    response.setHeader("Content-Type", SHOWN.test(type) ? type : "application/octet-stream");
    response.setHeader("Content-Disposition", SHOWN.test(type) ? "inline" : "attachment");
    begin(response, 200, bytes.length);
    if (isHead) response.end();
    else await giveFile(response, bytes, this.#parts.clock);
  }

  #secretOf({ appSecret, accessToken }: Account): string | undefined {
    return appSecret ?? (accessToken && this.#parts.componentSecret);
  }

  async #read({
    method,
    url = "",
  }: HttpRequest): Promise<{ account: Account; mediaId: string } | undefined> {
    if (method !== "GET" && method !== "HEAD") return undefined;
    const { pathname, searchParams } = URL.parse(url, "http://localhost") ?? {};
    if (pathname === undefined || searchParams === undefined) return undefined;
    const account = await this.#parts.find(pathname.split("/").at(-1) ?? "");
    const secret = account && this.#secretOf(account);
    if (account === undefined || secret === undefined) return undefined;
    const [mediaId, until, signature] = ["id", "until", "signature"].map(
      (name) => searchParams.get(name) ?? "",
    ) as [string, string, string];
    const expected = sign(secret, account.appId, mediaId, until);
    const isOurs = same(signature, expected) && Number(until) > this.#parts.clock.now();
    return isOurs && MEDIA_ID.test(mediaId) ? { account, mediaId } : undefined;
  }
}

function sign(secret: string, ...parts: readonly string[]): string {
  const key = createHmac("sha256", secret)
    .update("media links of botbuilder-adapter-wechat")
    .digest();
  return createHmac("sha256", key).update(parts.join("\n")).digest("base64url");
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function end(response: HttpResponse, status: number): void {
  begin(response, status, 0);
  response.end();
}

function begin(response: HttpResponse, status: number, length: number): void {
  response.statusCode = status;
  response.setHeader("Content-Length", length);
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
  response.setHeader("Cache-Control", "private, no-store");
}
