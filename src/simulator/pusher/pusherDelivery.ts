import { WeChatError } from "../../errors.ts";
import { readXml, type XmlElement, type XmlValue } from "../../protocol/xml.ts";
import type { FollowerAction } from "../actions/actions.ts";
import { asApiWrites } from "../answer/passiveMessage.ts";
import type { Platform } from "../platform.ts";
import type { Outcome, Pusher, Try } from "./pusher.ts";
import type { Address } from "./pusherRequest.ts";
import type { PushDocument } from "./pushXml.ts";

/** Delivers what happens on a platform, and puts on its timeline what came of it. */
export interface Delivery {
  /** A follower does something; resolves when every push of it has ended, in their order. */
  act(appId: string, openid: string, action: FollowerAction): Promise<readonly Outcome[]>;
  /** Pushes that are on their way, those that nobody acted for included. */
  readonly inFlight: number;
  /** Ends the delivery of what the platform itself raises. */
  close(): void;
}

/** Connects a platform with a pusher. */
export function createDelivery(platform: Platform, pusher: Pusher): Delivery {
  let count = 0;
  let inFlight = 0;

  async function deliver(
    address: Address,
    { appId, openid }: { readonly appId: string; readonly openid: string },
    push: PushDocument,
  ): Promise<Outcome> {
    // The first part keeps it apart from the ids of a past that was replayed.
    const pushId = `${platform.timeline.events.length}-${++count}`;
    const ids = { appId, openid, pushId };
    inFlight += 1;
    platform.record("push.begun", { ...ids, push });
    try {
      const outcome = await pusher.push(address, push, (one) =>
        platform.record("push.delivered", { ...ids, ...deliveryFact(one) }),
      );
      recordEnd(platform, ids, outcome);
      return outcome;
    } finally {
      inFlight -= 1;
    }
  }

  async function act(appId: string, openid: string, action: FollowerAction) {
    const address = addressOf(platform, appId);
    if (address === undefined) {
      throw new WeChatError("simulator", `The account ${appId} has no server to push to.`);
    }
    // Not one after the other: a slow answer to the first does not hold WeChat up.
    const pushes = platform.act(appId, openid, action);
    return Promise.all(pushes.map((push) => deliver(address, { appId, openid }, push)));
  }

  const stop = platform.onPush({
    event({ document, ...ids }) {
      const address = addressOf(platform, ids.appId);
      // Where nobody listens, WeChat says nothing.
      if (address !== undefined) void deliver(address, ids, document);
    },
    notice: ({ componentAppId, xml }) => void notify(componentAppId, xml),
  });

  async function notify(componentAppId: string, xml: string): Promise<void> {
    const { server } = platform.component(componentAppId).settings;
    if (server === undefined) return;
    inFlight += 1;
    const outcome = await pusher.push(
      { ...server, appId: componentAppId },
      toDocument(readXml(xml)),
    );
    inFlight -= 1;
    for (const one of outcome.tries) {
      platform.record("notice.delivered", {
        componentAppId,
        attempt: one.number,
        outcome: outcomeOf(one),
      });
    }
  }

  return {
    act,
    get inFlight() {
      return inFlight;
    },
    close: stop,
  };
}

/**
 * Where an account's pushes go: to its own server, else to the component that it has authorised, with
 * that one's token, key and AppID.
 */
function addressOf({ world }: Platform, appId: string): Address | undefined {
  const own = world.accounts.get(appId)?.settings.server;
  if (own !== undefined) return { ...own, appId };
  for (const { settings, authorisations } of world.components.values()) {
    const { server, messageUrl } = settings;
    if (server === undefined || !authorisations.has(appId)) continue;
    const url = (messageUrl ?? server.url).replaceAll("$APPID$", appId);
    return { ...server, url, appId: settings.appId };
  }
  return undefined;
}

interface Ids {
  readonly appId: string;
  readonly openid: string;
  readonly pushId: string;
}

function recordEnd(platform: Platform, ids: Ids, { seen, remarks }: Outcome): void {
  if (seen.saw === "reply") {
    platform.showPassive(ids.appId, ids.openid, asApiWrites(seen.message));
  }
  const fault = seen.saw === "fault" ? seen : seen.saw === "nothing" ? seen.unseen : undefined;
  const wanted = seen.saw === "nothing" ? seen.handover : undefined;
  // A transfer to agents where there are none is lost: nobody ever reads the message.
  const isLost = wanted?.to === "agents" && platform.account(ids.appId).agents.size === 0;
  const handover = isLost ? undefined : wanted;
  platform.record("push.ended", {
    ...ids,
    saw: seen.saw,
    remarks: isLost ? [...remarks, NOBODY] : remarks,
    ...(fault !== undefined && { fault: fault.fault, why: fault.why }),
    ...(handover !== undefined && { handover: handover.to }),
  });
  if (handover?.to === "agents") handOver(platform, ids.appId, ids.openid, handover.kfAccount);
}

const NOBODY = "transferred to agents, but the account has none: the message is lost";

/** An agent who is online takes the conversation at once; otherwise the follower waits. */
function handOver(platform: Platform, appId: string, openid: string, wanted?: string): void {
  const agents = [...platform.account(appId).agents.values()].filter(({ online }) => online);
  const agent = agents.find(({ account }) => wanted === undefined || account === wanted);
  if (agent !== undefined) platform.setSession(appId, openid, agent.account);
}

function deliveryFact(one: Try) {
  const { number: attempt, startedAt, status, answer, why, request } = one;
  return {
    attempt,
    startedAt,
    url: request.url,
    sent: request.body,
    outcome: outcomeOf(one),
    ...(status !== undefined && { status }),
    ...(answer !== undefined && { body: answer }),
    ...(why !== undefined && { why }),
  };
}

function outcomeOf({ end, status }: Try): "answered" | "late" | "status" | "failed" {
  if (end === "cut") return "late";
  if (end === "failed") return "failed";
  return status === 200 ? "answered" : "status";
}

/** Read elements as they are pushed: whole numbers are written bare. */
function toDocument(element: XmlElement): PushDocument {
  const entries = Object.entries(element).map(([name, value]) => [name, toValue(value)]);
  return Object.fromEntries(entries) as PushDocument;
}

function toValue(value: XmlValue): PushDocument[string] {
  if (typeof value === "string") return /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (Array.isArray(value)) return value.map((one) => toDocument(one as XmlElement));
  return toDocument(value as XmlElement);
}
