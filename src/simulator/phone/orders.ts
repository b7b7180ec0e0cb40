import { Answer } from "../../web/pageServer.ts";
import type { ActionName, FollowerAction } from "../actions/actions.ts";
import { KIND_NAMES, WITHHELD } from "../world/kinds.ts";
import type { Orders, WriteWay } from "./wireOrders.ts";

type Fields = { readonly [name: string]: unknown };

/** The orders of the page, read from JSON. Each throws an {@link Answer} 400 for what it is not. */
export const readOrder: { readonly [P in keyof Orders]: (body: unknown) => Orders[P] } = {
  "/api/act": (body) => {
    const { openid, action } = fieldsOf(body);
    return { openid: text(openid, "openid"), action: readAction(action) };
  },
  "/api/people": (body) => {
    const { name } = fieldsOf(body);
    return name === undefined ? {} : { name: text(name, "name").slice(0, 64) };
  },
  "/api/person": (body) => {
    const { openid, blocked } = fieldsOf(body);
    return { openid: text(openid, "openid"), blocked: blocked === true };
  },
  "/api/media": (body) => {
    const { type, name, base64 } = fieldsOf(body);
    return {
      type: oneOf(["image", "voice", "video"], type, "type"),
      name: text(name, "name"),
      base64: text(base64, "base64"),
    };
  },
  "/api/time": (body) => {
    const ms = fieldsOf(body).ms;
    if (typeof ms !== "number" || !(ms > 0) || ms > LONGEST_JUMP_MS) {
      throw wrong("ms must be from 1 to 30 days, in milliseconds.");
    }
    return { ms: Math.round(ms) };
  },
  "/api/trouble": (body) => {
    const { slowMs, lose, apiDown, revokeToken, fault, clearFault, clear } = fieldsOf(body);
    if (
      slowMs !== undefined &&
      (typeof slowMs !== "number" || !(slowMs >= 0) || slowMs > 120_000)
    ) {
      throw wrong("slowMs must be from 0 to 120,000.");
    }
    return {
      ...(slowMs !== undefined && { slowMs }),
      ...(lose === true && { lose }),
      ...(typeof apiDown === "boolean" && { apiDown }),
      ...(revokeToken === true && { revokeToken }),
      ...(fault !== undefined && { fault: readFault(fault) }),
      ...((clearFault === "all" || typeof clearFault === "number") && { clearFault }),
      ...(clear === true && { clear }),
    };
  },
  "/api/account": (body) => {
    const { kind, without = [] } = fieldsOf(body);
    if (!Array.isArray(without)) throw wrong("without must be a list of rights.");
    return {
      kind: oneOf(KIND_NAMES, kind, "kind"),
      without: without.map((one) => oneOf(WITHHELD, one, "without")),
    };
  },
  "/api/clear": (body) => {
    const { openid, anew } = fieldsOf(body);
    return { openid: text(openid, "openid"), anew: anew === true };
  },
  "/api/resend": (body) => {
    const { id, xml } = fieldsOf(body);
    return { id: text(id, "id"), ...(xml !== undefined && { xml: text(xml, "xml") }) };
  },
  "/api/bot": (body) => ({ do: oneOf(["restart"], fieldsOf(body).do, "do") }),
  "/api/state": (body) => {
    const { openid, key, value, eTag } = fieldsOf(body);
    return {
      openid: text(openid, "openid"),
      key: text(key, "key"),
      value: objectText(value),
      eTag: text(eTag, "eTag"),
    };
  },
  "/api/write": (body) => {
    const { openid, way, text: words } = fieldsOf(body);
    return {
      openid: text(openid, "openid"),
      way: oneOf<WriteWay>(["proactive", "custom", "template", "mass"], way, "way"),
      text: text(words, "text"),
    };
  },
};

const LONGEST_JUMP_MS = 30 * 24 * 3_600_000;

type TroubleFault = NonNullable<Orders["/api/trouble"]["fault"]>;

type Bounded = readonly [name: string, least: number, most: number];

/** The number that a fault is described by, beside its kind. */
const FAULTS: Readonly<Record<TroubleFault["do"], Bounded | undefined>> = {
  delay: ["ms", 0, 120_000],
  errcode: ["errcode", -1, 999_999_999],
  status: ["status", 200, 599],
  cut: undefined,
  drop: undefined,
  garble: undefined,
};

function readFault(value: unknown): TroubleFault {
  const given = fieldsOf(value);
  const kind = oneOf(Object.keys(FAULTS) as TroubleFault["do"][], given.do, "do");
  const [name = "", least = 0, most = 0] = FAULTS[kind] ?? [];
  const number = Number(given[name]);
  if (name !== "" && !(Number.isInteger(number) && number >= least && number <= most)) {
    throw wrong(`${name} must be from ${least} to ${most}.`);
  }
  return {
    do: kind,
    ...(name !== "" && { [name]: number }),
    ...(kind === "cut" && { accepted: given.accepted !== false }),
    ...(given.path !== undefined && { path: text(given.path, "path") }),
  } as TroubleFault;
}

/** The fields of each action, `?` for those that may be absent. */
const ACTIONS: Readonly<Record<ActionName, readonly string[]>> = {
  follow: ["ticket?", "scene?", "transactionId?", "via?"],
  unfollow: [],
  say: ["text"],
  image: ["mediaId?", "picUrl?"],
  voice: ["mediaId?", "recognition?", "format?"],
  video: ["mediaId?"],
  shortvideo: ["mediaId?"],
  location: ["latitude#", "longitude#", "scale?#", "label?"],
  link: ["title", "description?", "url"],
  file: ["name", "bytes?#"],
  miniprogrampage: ["title", "appId", "pagePath"],
  tap: ["key", "result?", "pictures?#", "place?*"],
  scan: ["ticket?", "scene?"],
  choose: ["id", "text?"],
  report: ["latitude#", "longitude#", "precision?#"],
  pay: ["transactionId?", "follow?*"],
  receive: ["on*"],
  permit: ["templateId", "accept*", "longTerm?*", "popupScene?#"],
  revoke: ["templateId"],
  send: ["elements*"],
};

/** `#`: a number, `*`: anything, else a text. */
function readAction(value: unknown): FollowerAction {
  const given = fieldsOf(value);
  const name = given.do as ActionName;
  const fields = Object.hasOwn(ACTIONS, String(name)) ? ACTIONS[name] : undefined;
  if (fields === undefined) throw wrong(`There is no action ${JSON.stringify(name)}.`);
  const action: Record<string, unknown> = { do: name };
  for (const field of fields) {
    const [, key = "", optional, kind] = /^(\w+)(\?)?([#*])?$/.exec(field) ?? [];
    const one = given[key];
    if (one === undefined && optional !== undefined) continue;
    const fits = kind === "*" || (kind === "#" ? Number.isFinite(one) : typeof one === "string");
    if (!fits || one === undefined) throw wrong(`The action ${name} needs ${key}.`);
    action[key] = one;
  }
  return action as unknown as FollowerAction;
}

function fieldsOf(value: unknown): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw wrong("An object is expected.");
}

/** JSON of an object, as it was written. */
function objectText(value: unknown): string {
  const written = text(value, "value");
  let read: unknown;
  let why = "";
  try {
    read = JSON.parse(written);
  } catch (error) {
    why = `: ${(error as Error).message}`;
  }
  if (typeof read === "object" && read !== null && !Array.isArray(read)) return written;
  throw wrong(`Bot state is a JSON object, and this is none${why}.`);
}

function text(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw wrong(`${name} must be a text.`);
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown, name: string): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw wrong(`${name} must be one of ${allowed.join(", ")}.`);
  return found;
}

function wrong(message: string): Answer {
  return Answer.no(400, "wrong-order", message);
}
