import type { Words } from "../../language/words/road.ts";
import type { Reply } from "../../protocol/reply.ts";
import type { Facts, Item } from "../../store/store.ts";
import {
  hasNotification,
  isReadable,
  isTransfer,
  type Joined,
  joinTexts,
  type Outgoing,
  offering,
  readsBetterLater,
} from "./outgoing.ts";

/** What a route is chosen from. */
export interface Situation {
  /** The push that is answered. */
  readonly pushKey: string;
  readonly facts: Facts;
  /** What the bot said since the last step, in order. */
  readonly messages: readonly Item[];
  /** Whether the account may send customer-service messages. */
  readonly customerService: boolean;
  /** Whether it is certain that the account may: its settings say so, or WeChat took a message. */
  readonly proven: boolean;
  /** Whether WeChat's API is known to be away for the account. */
  readonly away: boolean;
  /** Whether the follower asked for this turn, by a message or an event. */
  readonly asked: boolean;
  /** Whether the account can send notifications. */
  readonly notifies: boolean;
  /** How many articles a news reply to the push may have. */
  readonly articles: number;
  /** The follower left: nothing can be shown any more. */
  readonly left: boolean;
  /** The bot is not done, and this is the last chance of a passive reply. */
  readonly stillWorking: boolean;
}

/** Where every message goes. */
export interface Plan {
  readonly route: string;
  /** What rides the answer, undefined for `success`. */
  readonly reply: Reply | undefined;
  readonly passive: readonly Item[];
  readonly chain: readonly Item[];
  readonly hold: readonly Item[];
  readonly carried: { readonly held: readonly string[]; readonly untaken: readonly string[] };
  /** The last visible text says how to get what is held. */
  readonly offers: boolean;
  readonly dropLine: true | undefined;
}

interface Route {
  readonly name: string;
  /** For people: see docs/routes.md. */
  readonly situation: string;
  readonly way: string;
  readonly when: (situation: Situation) => boolean;
  readonly plan: (situation: Situation, words: Words) => Omit<Plan, "route">;
}

/** Every message takes the first route whose situation fits. */
export const routes: readonly Route[] = [
  {
    name: "left",
    situation: "The follower has unfollowed",
    way: "Nothing can be shown: what was queued or held is dropped, the answer is `success`",
    when: ({ left }) => left,
    plan: () => ({ ...NOTHING, dropLine: true }),
  },
  {
    name: "notified",
    situation:
      "The slot is gone, grants or the right do not suffice, and a new message has a notification: the bot attached one, or the account's mapping makes one for a proactive message",
    way: "Customer service, as many as the grants allow; then the notifications, each instead of its message; the rest is held",
    when: ({ facts, messages, notifies, customerService }) =>
      facts.slot === "gone" &&
      notifies &&
      messages.some(hasNotification) &&
      facts.held.length + messages.length > (customerService ? facts.quota : 0),
    plan: behindHeld,
  },
  {
    name: "held",
    situation: "The slot is gone (too late, or nobody waits) and the account may not send later",
    way: "Held until the follower's next contact, a late answer under its question",
    when: ({ facts, customerService }) => facts.slot === "gone" && !customerService,
    plan: ({ messages }) => ({ ...NOTHING, hold: messages }),
  },
  {
    name: "later",
    situation: "The slot is gone and the account may send customer-service messages",
    way: "Customer service, as many as the grants allow; the rest is held",
    when: ({ facts }) => facts.slot === "gone",
    plan: behindHeld,
  },
  {
    name: "transferred",
    situation:
      "The slot is free, and what is to be said holds a transfer to human agents, which only a passive reply can be",
    way: "The transfer takes the answer; the words beside it go by customer service, as many as the grants allow; the rest is held",
    when: (situation) => line(situation).some(isTransfer),
    plan: rideTransfer,
  },
  {
    name: "behind",
    situation: "Earlier messages are still on their way by customer service",
    way: "`success`; everything waits behind them, in order",
    when: ({ facts: { chain, away = 0 } }) => chain > away,
    plan: behindHeld,
  },
  {
    name: "silent",
    situation: "The bot has nothing to say and nothing was held",
    way: "`success`",
    when: (situation) => !situation.stillWorking && line(situation).length === 0,
    plan: () => NOTHING,
  },
  {
    name: "away",
    situation:
      "The slot is free and the account may send customer-service messages; but WeChat's API is away, or the turn still runs on its last delivery",
    way: "As `joined`, what is queued included; what remains follows by customer service when that works again, as many as the grants allow, and can be fetched meanwhile",
    when: ({ customerService, away, facts, stillWorking }) =>
      customerService && (away || facts.away !== undefined || stillWorking),
    plan: rideAway,
  },
  {
    name: "better-later",
    situation:
      "The slot is free; the first message has a form that only customer service carries (a message menu, a mini program card); the account is known to have the right, and the grants suffice for all",
    way: "`success`; everything by customer service, each message in its best form",
    when: (situation) =>
      situation.proven &&
      readsBetterLater(line(situation)[0]) &&
      line(situation).length <= situation.facts.quota,
    plan: (situation) => ({
      ...NOTHING,
      chain: line(situation).map(costing),
      carried: carriedOf(situation),
    }),
  },
  {
    name: "first-rides",
    situation: "The slot is free and the account may send customer-service messages",
    way: "The first message rides the answer, free of quota; the rest follows by customer service. Neighbouring cards share one reply as its articles, where the push allows several. Where grants do not suffice, the first messages that have words are said in words and joined; what still remains is held, and the last text says how to get it",
    when: ({ customerService }) => customerService,
    plan: rideFirst,
  },
  {
    name: "joined",
    situation: "The slot is free and the account may not send later",
    way: "One message, or several cards, ride in their own form if that says all; else texts, and whatever has a form in words, are joined into the one passive reply (2,048 bytes), past pictures and other things without words; what remains is held, and the reply says how to get it. On the last delivery of a turn that still runs, the reply says that too",
    when: () => true,
    plan: rideJoined,
  },
];

/** Chooses the route and places every message. Pure: the same situation gives the same plan. */
export function choose(situation: Situation, words: Words): Plan {
  const route = routes.find(({ when }) => when(situation)) as Route;
  return { route: route.name, ...route.plan(situation, words) };
}

const NOTHING: Omit<Plan, "route"> = {
  reply: undefined,
  passive: [],
  chain: [],
  hold: [],
  carried: { held: [], untaken: [] },
  offers: false,
  dropLine: undefined,
};

/** The follower's whole line in order: answers that no delivery took, then held messages, then new ones. */
function line({ facts, messages }: Situation): readonly Item[] {
  if (facts.untaken.length === 0 && facts.held.length === 0) return messages;
  const earlier = [...facts.untaken.flatMap(({ items }) => items), ...facts.held];
  return [...earlier.filter(isReadable), ...messages];
}

/** Takes all earlier messages out of their places, to place them anew together with the new ones. */
function carriedOf({ facts }: Situation): Plan["carried"] {
  return {
    held: facts.held.map(({ id }) => id),
    untaken: facts.untaken.map(({ pushKey }) => pushKey),
  };
}

/** Leaves the answers alone that no delivery took: their own deliveries, or the rescue, show them first. */
function behindHeld(situation: Situation, words: Words): Omit<Plan, "route"> {
  const { facts, messages, asked } = situation;
  const line = [...facts.held.filter(isReadable), ...messages];
  // A transfer may have to wait for the follower's next message; words need not wait behind it.
  const all = [...line.filter((item) => !isTransfer(item)), ...line.filter(isTransfer)];
  const carried = { held: facts.held.map(({ id }) => id), untaken: [] };
  const { chain, hold } = chained(all, situation);
  if (hold.length === 0) return { ...NOTHING, chain, carried };
  const told = offering(chain, words.more);
  // A follower who sees an answer stop short may ask for the rest, even where no message could say how.
  const offers = told !== undefined || asked;
  return { ...NOTHING, chain: told ?? chain, hold, carried, offers };
}

/** The first transfer rides the answer, and stands for all of them. */
function rideTransfer(situation: Situation): Omit<Plan, "route"> {
  const all = line(situation);
  const transfers = all.filter(isTransfer);
  const rest = all.filter((item) => !isTransfer(item));
  const { chain, hold } = chained(rest, situation);
  return {
    ...NOTHING,
    reply: transfers[0] && (transfers[0].message as Outgoing).reply,
    passive: transfers,
    chain,
    hold,
    carried: carriedOf(situation),
    offers: hold.length > 0,
  };
}

function rideFirst(situation: Situation, words: Words): Omit<Plan, "route"> {
  const all = line(situation);
  const { pushKey, facts, articles } = situation;
  // Texts are joined only as far as the grants fall short: separate bubbles read better.
  const most = Math.max(1, all.length - facts.quota);
  const options = { pushKey, articles, needed: most, most, byAi: words.byAi };
  const joined = joinTexts(all, options);
  const { chain, hold } = chained(without(all, joined), situation);
  const carried = carriedOf(situation);
  if (hold.length === 0) return { ...NOTHING, ...riding(joined), chain, carried };
  const told = offering(chain, words.more);
  if (told !== undefined) {
    return { ...NOTHING, ...riding(joined), chain: told, hold, carried, offers: true };
  }
  const last = joinTexts(all, { ...options, more: words.more });
  const rest = chained(without(all, last), situation);
  return { ...NOTHING, ...riding(last), ...rest, carried, offers: true };
}

function rideJoined(situation: Situation, words: Words): Omit<Plan, "route"> {
  const all = line(situation);
  const notice = situation.stillWorking ? words.stillWorking : undefined;
  const { pushKey, articles } = situation;
  const [needed, most] = [all.length, all.length];
  const { byAi, more } = words;
  const joined = joinTexts(all, { pushKey, articles, needed, most, notice, more, byAi });
  const hold = without(all, joined);
  // No words can stand behind a picture, so nothing says that more waits. A follower who asks gets the rest
  // all the same.
  const offers = joined.offers || hold.length > 0;
  return { ...NOTHING, ...riding(joined), hold, carried: carriedOf(situation), offers };
}

/** As much as possible rides the answer; the rest is tried later. */
function rideAway(situation: Situation, words: Words): Omit<Plan, "route"> {
  const joined = rideJoined(situation, words);
  return { ...joined, ...chained(joined.hold, situation) };
}

function riding({ reply, items }: Joined): Pick<Plan, "reply" | "passive"> {
  return { reply, passive: items };
}

function without(all: readonly Item[], { items }: Joined): readonly Item[] {
  return all.filter((item) => !items.includes(item));
}

/**
 * Sends as many as the grants allow by customer service; of the rest, new messages that have a notification go as
 * that.
 */
function chained(
  all: readonly Item[],
  { facts, messages, notifies, customerService }: Situation,
): Pick<Plan, "chain" | "hold"> {
  const quota = customerService ? facts.quota : 0;
  const chain = all.slice(0, quota).map(costing);
  const rest = all.slice(quota);
  if (!notifies || !rest.some(hasNotification)) return { chain, hold: rest };
  // A held message had its try: WeChat refused it, or it needed no notification when it was new.
  const goes = (item: Item) => messages.includes(item) && hasNotification(item);
  return {
    chain: [...chain, ...rest.filter(goes).map((item) => ({ ...item, free: true as const }))],
    hold: rest.filter((item) => !goes(item)),
  };
}

/** A message whose notification was refused goes by customer service like any other. */
function costing(item: Item): Item {
  if (item.free === undefined) return item;
  const { free: _, ...rest } = item;
  return rest;
}

/** What happens to a delivery whose turn still runs at {@link DECIDE_MS}. */
type Slow = "release" | "wait" | "still-working";

/** What is known of such a delivery. */
interface SlowDelivery {
  /**
   * Whether the account may send customer-service messages: a setting or an answer of WeChat's says so, or nobody has
   * tried yet.
   */
  readonly right: "yes" | "no" | "untried";
  /** What the account's `slowTurns` say. */
  readonly wish: "release" | "ride" | undefined;
  /** Whether WeChat will not ask again. */
  readonly last: boolean;
}

/** The decision for a slow turn. Pure, like the table above; printed beside it. */
export const slowRoutes: readonly {
  readonly situation: string;
  readonly way: string;
  readonly slow: Slow;
  readonly when: (delivery: SlowDelivery) => boolean;
}[] = [
  {
    situation:
      "The account is known to have the right to customer-service messages and `slowTurns` does not say `ride`; or it says `release`, and WeChat has not refused the right",
    way: "The first message said so far rides the answer, `success` where nothing was said; the rest follows by customer service",
    slow: "release",
    when: ({ right, wish }) =>
      wish === undefined ? right === "yes" : wish === "release" && right !== "no",
  },
  {
    situation: "Else, and WeChat will ask again",
    way: "Left unanswered on purpose, so that it asks again; the delivery that is open when the turn ends gets the answer",
    slow: "wait",
    when: ({ last }) => !last,
  },
  {
    situation: "Else, on the last delivery, where the account has the right",
    way: "`success`, or the first message said so far; the rest follows by customer service: nothing would confirm a late passive reply",
    slow: "release",
    when: ({ right }) => right === "yes",
  },
  {
    situation: "Else, on the last delivery",
    way: "What was said so far with “still working, send anything to get the answer”; the result is held",
    slow: "still-working",
    when: () => true,
  },
];

export function chooseSlow(delivery: SlowDelivery): Slow {
  return slowRoutes.find(({ when }) => when(delivery))?.slow ?? "wait";
}
