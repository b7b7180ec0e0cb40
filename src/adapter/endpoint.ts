import { Refused } from "../errors.ts";
import type { Log } from "../log.ts";
import { type Push, readPush } from "../protocol/push.ts";
import { readXml } from "../protocol/xml.ts";
import type { Account } from "./account.ts";
import {
  type Authentic,
  checkFreshness,
  checkSignature,
  openBody,
  readQuery,
  type Signed,
} from "./authenticate.ts";
import type { Deliveries } from "./deliveries.ts";
import { type Exchange, UnreadableBody } from "./exchange.ts";
import type { Road, RunBot } from "./road.ts";

/**
 * The first station: from an HTTP request to a typed push of one of our accounts, or to a refusal. All
 * refusals look the same from outside; the log has the reason.
 */
export async function receive(
  road: Road,
  deliveries: Deliveries,
  exchange: Exchange,
  runBot: RunBot,
): Promise<void> {
  try {
    const account = accountOf(road.accounts, exchange.url);
    const query = readQuery(exchange.url);
    if (exchange.method === "GET") return await verifyAddress(road, account, query, exchange);
    if (exchange.method !== "POST") return void (await exchange.answer(405, "method not allowed"));
    const { authentic, push } = await authenticPush(road, account, query, exchange);
    await deliveries.take({ account, push, ...authentic, exchange, runBot });
  } catch (error) {
    await refuse(road.log, exchange, error);
  }
}

async function verifyAddress(
  road: Road,
  account: Account,
  query: Signed,
  exchange: Exchange,
): Promise<void> {
  checkSignature(account, query);
  checkFreshness(query, road.clock.now());
  if (query.echostr === "") throw new Refused("echostr", "The verification has no echostr.");
  await exchange.answer(200, query.echostr);
}

async function authenticPush(
  road: Road,
  account: Account,
  query: Signed,
  exchange: Exchange,
): Promise<{ authentic: Authentic; push: Push }> {
  // A plain signature does not cover the body, so it can be checked before anything is read.
  if (account.mode === "plain") checkSignature(account, query);
  const authentic = openBody(account, query, await exchange.body());
  checkFreshness(query, road.clock.now());
  const push = readPush(readXml(authentic.xml));
  checkRecipient(account, push);
  return { authentic, push };
}

/** The account by the last part of the path; a lone account needs none there. */
function accountOf(accounts: ReadonlyMap<string, Account>, url: string): Account {
  const path = url.split("?", 1)[0] as string;
  const last = path.slice(path.lastIndexOf("/") + 1);
  const named = accounts.get(last);
  if (named !== undefined) return named;
  const [lone] = accounts.values();
  if (accounts.size > 1 || lone === undefined || /^wx[0-9a-f]{16}$/.test(last)) {
    throw new Refused("account", "The path names none of our accounts.");
  }
  return lone;
}

function checkRecipient(account: Account, { to }: Push): void {
  // Authentic, so a lone account may learn its original id from it.
  account.originalId ??= to;
  if (account.originalId !== to) {
    throw new Refused("recipient", "The push is for another original id than the account's.");
  }
}

async function refuse(log: Log, exchange: Exchange, error: unknown): Promise<void> {
  if (error instanceof UnreadableBody) {
    log.warn({ code: error.code, status: error.status }, error.message);
    await exchange.answer(error.status, "refused");
  } else if (error instanceof Refused) {
    log.warn({ code: error.code, reason: error.reason }, error.message);
    await exchange.answer(403, "forbidden");
  } else {
    throw error;
  }
}
