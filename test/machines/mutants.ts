import { type AnyStateMachine, createMachine } from "xstate";
import {
  type FollowerEvent,
  type FollowerRecord,
  followerMachine,
  stepFollower,
  stepIn,
} from "../../src/machines/follower.ts";
import type { GrantRule } from "../../src/protocol/grants.ts";
import { product, type Subject } from "./walks.ts";

/** A planted fault: a follower that differs from the product in one thing. */
export interface Mutant {
  readonly name: string;
  readonly rule: GrantRule;
  readonly subject: Subject;
}

type Change = (right: Subject) => Partial<Subject>;
type Grant = FollowerRecord["g"][number];
const LIMIT = 1;
const LEFT = 2;
const FROM = 3;

/** Faults in the arithmetic and in how it is used. All act under `strict` unless the list says other. */
const CHANGES: Record<string, Change> = {
  "an unfollow leaves the window as it was": onResult("unfollowed", (after, before) => {
    return { ...after, w: before.w, g: before.g };
  }),
  "an unfollow leaves the charges": onResult("unfollowed", (after, before) => {
    return { ...after, c: before.c };
  }),
  "one message too many": onOpening((o) => ({ ...o, limit: o.limit + 1 })),
  "one message too few": onOpening((o) => ({ ...o, limit: o.limit - 1 })),
  "a scan gives five": onOpening((o) => (o.kind === "scan" ? { ...o, limit: 5 } : o)),
  "a tap opens 48 hours": onOpening((o) => (o.kind === "click" ? { ...o, forMs: 172_800_000 } : o)),
  "a message opens 24 hours": onOpening((o) => {
    return o.kind === "message" ? { ...o, forMs: o.forMs / 2 } : o;
  }),
  "a tap counts as a message": onOpening((o) =>
    o.kind === "click" ? { ...o, kind: "message" } : o,
  ),
  "quota: a grant lasts one millisecond longer": (right) => ({
    quota: (record, at) => right.quota(record, at - 1),
  }),
  "quota: a grant ends one millisecond early": (right) => ({
    quota: (record, at) => right.quota(record, at + 1),
  }),
  "window: a grant lasts one millisecond longer": (right) => ({
    window: (record, at) => right.window(record, at - 1),
  }),
  "window: what was stored is believed": () => ({ window: (record) => record.w }),
  "quota: no grant ever ends": () => ({
    quota: (record) => Math.max(0, ...record.g.map((grant) => grant[LEFT])),
  }),
  "quota: grants add up": (right) => ({
    quota: (record, at) =>
      record.g.reduce((sum, one) => sum + right.quota({ ...record, g: [one] }, at), 0),
  }),
  "a new grant does not replace the one of its kind": onResult("spoke", (after, before, event) => {
    const known = before.g.some(([kind]) => "opening" in event && kind === event.opening?.kind);
    return known ? { ...after, g: before.g, w: before.w } : after;
  }),
  "an older push replaces a newer grant": (right) => ({
    step(record, event) {
      const kind = "opening" in event ? event.opening?.kind : undefined;
      const from = "from" in event ? event.from : 0;
      if (kind === undefined || from < record.s) return right.step(record, event);
      return right.step({ ...record, g: record.g.filter((grant) => grant[0] !== kind) }, event);
    },
  }),
  "a charge counts against one grant only": () => ({
    step: (record, event) =>
      stepFollower(record, event, event.type === "sent" ? "per-kind" : "strict"),
  }),
  "a charge is not counted": onResult("sent", (_, before) => before),
  "a charge without quota is not counted": (right) => ({
    step: (record, event) =>
      event.type === "sent" && right.quota(record, event.at) === 0
        ? right.step(record, { type: "clock", at: event.at })
        : right.step(record, event),
  }),
  "the time of a charge is forgotten": onResult("sent", (after) => ({ ...after, c: [] })),
  "a late push is counted from now on": onEvent((e) => ("from" in e ? { ...e, from: e.at } : e)),
  "nothing is counted backwards": (right) => ({
    step: (record, event) => {
      const hidden =
        "opening" in event && event.opening !== undefined ? { ...record, c: [] } : record;
      const after = right.step(hidden, event);
      return hidden === record ? after : { ...after, c: after.w === "closed" ? [] : record.c };
    },
  }),
  "the second of slack is not given": (right) => ({
    step(record, event) {
      if (!("opening" in event) || event.opening === undefined) return right.step(record, event);
      const after = right.step({ ...record, c: record.c.filter((at) => at >= event.from) }, event);
      return { ...after, c: record.c };
    },
  }),
  "a clock that is ahead opens for longer": onResult("spoke", (after, _, event) => {
    const from = "from" in event ? event.from : 0;
    if (from <= event.at) return after;
    const late = (grant: Grant): Grant =>
      grant[FROM] === event.at
        ? [grant[0], grant[LIMIT], grant[LEFT], from, grant[4] + from - event.at]
        : grant;
    return { ...after, g: after.g.map(late) };
  }),
  "an unsent message is not given back": onEvent((e) => {
    return e.type === "unsent" ? { type: "clock", at: e.at } : e;
  }),
  "an unsent message is given back twice": onResult("unsent", (after, before, event) => {
    return after.c.length < before.c.length
      ? stepFollower({ ...after, c: before.c }, event, "strict")
      : after;
  }),
  "45015 is not believed": onVerdict(45015, (_, before) => before),
  "45015 leaves the charges": onVerdict(45015, (after, before) => ({ ...after, c: before.c })),
  "45015 means that the person unfollowed": onVerdict(45015, (after) => ({
    ...after,
    r: "unfollowed",
  })),
  "45047 is not believed": onVerdict(45047, (_, before) => before),
  "45047 ends the window": onVerdict(45047, (after) => ({ ...after, w: "expired", g: [] })),
  "a follow after an unfollow opens nothing": onEvent((e) => {
    return e.type === "followed" ? { type: "spoke", at: e.at, from: e.from } : e;
  }),
  "a push does not prove that the person follows": onResult("spoke", (after, before) => {
    return { ...after, r: before.r };
  }),
  "older pushes are believed": (right) => ({
    step: (record, event) => right.step({ ...record, s: 0 }, event),
  }),
  "pushes of the same second are not believed": (right) => ({
    step: (record, event) => right.step({ ...record, s: record.s + 1 }, event),
  }),
};

/** The same under the other rules, where a rule has faults of its own. */
const OF_RULES: readonly { name: string; rule: GrantRule; change: Change }[] = [
  { name: "per-kind charges every grant", rule: "per-kind", change: ruled("strict", "sent") },
  {
    name: "per-kind gives back to every grant",
    rule: "per-kind",
    change: ruled("strict", "unsent"),
  },
  { name: "per-kind takes the best grant only", rule: "per-kind", change: read("strict") },
  { name: "reset-max adds up", rule: "reset-max", change: ruled("accumulate", "spoke") },
  { name: "reset-max replaces", rule: "reset-max", change: ruled("strict", "spoke") },
  { name: "accumulate takes the larger", rule: "accumulate", change: ruled("reset-max", "spoke") },
];

const DROPPED =
  "a grant that is over is left out by everyone who reads; dropping it keeps records short";

/** Faults that nobody can see, found by looking at what survived: name and reason. Not counted. */
export const EQUIVALENT: Readonly<Record<string, string>> = {
  'without window.open: clock {"actions":"dropExpired"}': DROPPED,
  'without window.spent: clock {"actions":"dropExpired"}': DROPPED,
};

/** Every fault: in the arithmetic, in the rules, and each transition of the machine left out once. */
export function mutants(): readonly Mutant[] {
  const plain = Object.entries(CHANGES).map(([name, change]) => ({ name, rule: "strict", change }));
  return [
    ...[...plain, ...OF_RULES].map(({ name, rule, change }) => {
      const right = product(rule as GrantRule);
      return { name, rule: rule as GrantRule, subject: { ...right, ...change(right) } };
    }),
    ...withoutTransitions(),
  ];
}

function onResult(
  type: FollowerEvent["type"],
  change: (after: FollowerRecord, before: FollowerRecord, event: FollowerEvent) => FollowerRecord,
): Change {
  return (right) => ({
    step(record, event) {
      // Expiry first, as always: the fault is in the event, not in the time.
      const before = right.step(record, { type: "clock", at: event.at });
      const after = right.step(record, event);
      return event.type === type ? change(after, before, event) : after;
    },
  });
}

function onVerdict(code: number, change: (a: FollowerRecord, b: FollowerRecord) => FollowerRecord) {
  return onResult("refused", (after, before, event) => {
    const running = before.w === "open" || before.w === "spent";
    return running && "code" in event && event.code === code ? change(after, before) : after;
  });
}

function onEvent(change: (event: FollowerEvent) => FollowerEvent): Change {
  return (right) => ({ step: (record, event) => right.step(record, change(event)) });
}

type Opening = NonNullable<Extract<FollowerEvent, { type: "spoke" }>["opening"]>;

function onOpening(change: (opening: Opening) => Opening): Change {
  return onEvent((event) =>
    "opening" in event && event.opening !== undefined
      ? { ...event, opening: change(event.opening) }
      : event,
  );
}

function ruled(other: GrantRule, type: FollowerEvent["type"]): Change {
  return (right) => ({
    step: (record, event) =>
      event.type === type ? stepFollower(record, event, other) : right.step(record, event),
  });
}

function read(other: GrantRule): Change {
  return () => ({ quota: product(other).quota });
}

type Config = Record<string, unknown> & {
  on?: Record<string, unknown>;
  states?: Record<string, Config>;
};

/** The machine without its first transition, without its second one, and so on. */
function withoutTransitions(): Mutant[] {
  const found: Mutant[] = [];
  for (let index = 0; ; index++) {
    const { config, removed } = without(followerMachine.config as unknown as Config, index);
    if (removed === undefined) return found;
    const machine = createMachine(config as never, followerMachine.implementations as never);
    const same = machine as AnyStateMachine as typeof followerMachine;
    const step: Subject["step"] = (record, event) => stepIn(same, record, event, "strict");
    found.push({
      name: `without ${removed}`,
      rule: "strict",
      subject: { ...product("strict"), step },
    });
  }
}

function without(config: Config, index: number): { config: Config; removed?: string } {
  let seen = 0;
  let removed: string | undefined;
  const copy = (node: Config, path: string): Config => {
    const on = Object.entries(node.on ?? {}).map(([event, given]) => {
      const kept = [given].flat().filter((one) => {
        if (seen++ !== index) return true;
        removed = `${path}: ${event} ${JSON.stringify(one)}`;
        return false;
      });
      return [event, kept];
    });
    const states = Object.entries(node.states ?? {}).map(([key, child]) => [
      key,
      copy(child, path === "" ? key : `${path}.${key}`),
    ]);
    const children = states.length > 0 ? { states: Object.fromEntries(states) } : {};
    return { ...node, on: Object.fromEntries(on), ...children };
  };
  const changed = copy(config, "");
  return { config: changed, ...(removed === undefined ? {} : { removed }) };
}
