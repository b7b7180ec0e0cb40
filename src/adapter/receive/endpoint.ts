import { Refused } from "../../errors.ts";
import { errorFacts } from "../../log.ts";
import { type Push, readPush } from "../../protocol/push.ts";
import { readPushXml } from "../../protocol/pushXml.ts";
import type { Account } from "../accounts/account.ts";
import { isTestAccount } from "../accounts/linking/releaseTest.ts";
import { type Exchange, UnreadableBody } from "../exchange/exchange.ts";
import type { Road } from "../road.ts";
import type { RunBot } from "../turn/turn.ts";
import {
  type Authentic,
  checkFreshness,
  checkSignature,
  openBody,
  readQuery,
} from "./authenticate.ts";
import type { Deliveries, Delivery } from "./deliveries.ts";
import { NOTICES, takeNotice, takeTest } from "./platformNotices.ts";

/**
 * The first station: from an HTTP request to a typed push of one of our accounts, or to a refusal. All
 * refusals look the same from outside; the log has the reason. Never rejects.
 */
export async function receive(
  road: Road,
  deliveries: Deliveries,
  exchange: Exchange,
  runBot: RunBot,
): Promise<void> {
  try {
    if (exchange.method === "GET") return await verifyAddress(road, exchange);
    if (exchange.method !== "POST") return void (await exchange.answer(405, "method not allowed"));
    const delivery = await authenticPush(road, exchange, runBot);
    // Not awaited: while it waits for its answer, this function's variables must not be kept.
    if (delivery !== undefined) return deliveries.take(delivery);
  } catch (error) {
    await refuse(road, exchange, error);
  }
}

async function verifyAddress(road: Road, exchange: Exchange): Promise<void> {
  const query = readQuery(exchange.url);
  checkSignature(keysFor(road, exchange.url), query);
  checkFreshness(query, road.clock.now());
  road.refusals.fresh();
  if (query.echostr === "") throw new Refused("echostr", "The verification has no echostr.");
  await exchange.answer(200, query.echostr);
}

/** An authentic push for the bot; undefined for one that was for the adapter and is answered already. */
async function authenticPush(
  road: Road,
  exchange: Exchange,
  runBot: RunBot,
): Promise<Delivery | undefined> {
  const query = readQuery(exchange.url);
  // The body is read before anybody looks for the account. A body that cannot be read gets an answer of its
  // own, and that answer must not tell which paths and modes there are.
  const body = await exchange.body();
  await road.batching.together();
  const keys = keysFor(road, exchange.url);
  const authentic = openBody(keys, query, body);
  checkFreshness(query, road.clock.now());
  road.refusals.fresh();
  const { linking } = road;
  if (keys !== linking?.keys) return deliveryTo(keys, authentic, exchange, runBot);
  const name = lastPart(exchange.url);
  if (name === NOTICES) {
    await takeNotice(road, linking, authentic, exchange);
    return undefined;
  }
  const account = await linking.accounts.find(name);
  if (account !== undefined) return deliveryTo(account, authentic, exchange, runBot);
  if (!isTestAccount(name)) throw new Refused("account", "The path names none of our accounts.");
  await takeTest(road, linking, readPush(readPushXml(authentic.xml)), authentic, exchange);
  return undefined;
}

function deliveryTo(
  account: Account,
  { xml, seal }: Authentic,
  exchange: Exchange,
  runBot: RunBot,
): Delivery {
  const push = readPush(readPushXml(xml));
  checkRecipient(account, push);
  return { account, push, xml, seal, exchange, runBot };
}

/**
 * Whose keys decide: those of the account that the last part of the path names (a lone account need not be named), or
 * the component's, for the component's notices and for every account that is linked through it.
 */
function keysFor({ accounts, linking }: Road, url: string): Account {
  const last = lastPart(url);
  const named = accounts.get(last);
  if (named !== undefined && named.accessToken === undefined) return named;
  const isAppId = /^wx[0-9a-f]{16}$/.test(last);
  if (linking !== undefined && (isAppId || last === NOTICES)) return linking.keys;
  const [lone] = accounts.values();
  if (accounts.size > 1 || lone === undefined || linking !== undefined || isAppId) {
    throw new Refused("account", "The path names none of our accounts.");
  }
  return lone;
}

function lastPart(url: string): string {
  // A slash at the end is easily typed into the console, and means nothing.
  const path = url.split("?", 1)[0] as string;
  let end = path.length;
  while (path[end - 1] === "/") end -= 1;
  return path.slice(path.lastIndexOf("/", end - 1) + 1, end);
}

function checkRecipient(account: Account, { to }: Push): void {
  // A lone account may learn its original id from a push. Not in plain mode, where the body is not signed; and not
  // from what a developer typed into the console's debugging tool: every later push would be refused.
  if (account.mode !== "plain" && /^gh_\w+$/.test(to)) account.originalId ??= to;
  if (account.originalId !== undefined && account.originalId !== to) {
    throw new Refused(
      "recipient",
      "The push is for another original id than the account's: correct originalId, or start again where another's push told it.",
    );
  }
}

async function refuse(road: Road, exchange: Exchange, error: unknown): Promise<void> {
  if (error instanceof UnreadableBody) {
    road.refusals.note(error, { status: error.status });
    await exchange.answer(error.status, "refused");
    return;
  }
  if (error instanceof Refused) road.refusals.note(error);
  // The mistake is ours, not the sender's; from outside it must look like every other refusal.
  else road.log.error(errorFacts(error, road.log), "a request could not be read");
  await exchange.answer(403, "forbidden");
}
