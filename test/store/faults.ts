import { ASIDE } from "../../src/store/aside.ts";
import type { Line } from "../../src/store/line/state.ts";
import type { Entry, SendRequest, Step, Stepped } from "../../src/store/store.ts";
import type { Fault, VerbArgs } from "./lineStore.ts";

/** Mistakes that a driver could make; the model test must notice every one. */
export const FAULTS: readonly Fault[] = [
  {
    name: "the fence is not compared",
    before(verb, line, args) {
      if (verb === "step" && args.lease !== undefined && line.owner?.key === args.lease.pushKey) {
        args.lease = { ...args.lease, fence: line.fence };
      }
    },
  },
  {
    name: "the gate is forgotten",
    after(_verb, line) {
      for (const given of line.given) Object.assign(given, { until: 0 });
    },
  },
  {
    name: "carried held messages stay held",
    after: afterStep((line, { carried }, before) => {
      line.held = [...before.held.slice(0, carried.held.length), ...line.held];
    }),
  },
  {
    name: "a carried answer stays untaken",
    after: afterStep((line, { carried }, before) => {
      const kept = before.untaken.filter(({ pushKey }) => carried.untaken.includes(pushKey));
      line.untaken = [...kept, ...line.untaken];
    }),
  },
  {
    name: "a carried answer can still be fetched",
    after: afterStep((line, { carried }, before) => {
      for (const key of carried.untaken) restoreAnswer(line, before, key);
    }),
  },
  {
    name: "a rescued answer can still be fetched",
    after(_verb, line, _args, before) {
      const left = new Set(line.untaken.map(({ pushKey }) => pushKey));
      if (line.chain.length + line.held.length <= before.chain.length + before.held.length) return;
      for (const { pushKey } of before.untaken) {
        if (!left.has(pushKey)) restoreAnswer(line, before, pushKey);
      }
    },
  },
  {
    name: "a repeated step is taken for a new one",
    before(verb, line) {
      if (verb === "step") for (const push of Object.values(line.pushes)) push.accepted = undefined;
    },
  },
  {
    name: "rescued messages go behind the chain",
    after(_verb, line, _args, before) {
      const known = new Set(before.chain.map(({ id }) => id));
      if (line.untaken.length >= before.untaken.length) return;
      const fresh = line.chain.filter(({ id }) => !known.has(id));
      line.chain = [...line.chain.filter(({ id }) => known.has(id)), ...fresh];
    },
  },
  {
    name: "nothing is charged",
    after(verb, line, _args, before) {
      if (verb === "sendNext") line.ledger = before.ledger;
    },
  },
  {
    name: "a new grant forgets what was sent since",
    before(verb, line, args) {
      if (verb === "arrive") args.charges = line.ledger.charges;
      if (verb === "arrive") line.ledger = { ...line.ledger, charges: [] };
    },
    after(verb, line, args) {
      if (verb === "arrive") line.ledger = { ...line.ledger, charges: args.charges as number[] };
    },
  },
  {
    name: "a new grant forgets what is in flight",
    before(verb, line, args) {
      if (verb === "arrive") args.flight = line.inFlight;
      if (verb === "arrive") line.inFlight = undefined;
    },
    after(verb, line, args) {
      if (verb === "arrive") line.inFlight = args.flight as Line["inFlight"];
    },
  },
  {
    name: "two messages are in flight at once",
    before(verb, line, { request }) {
      const asks = verb === "sendNext" && (request as SendRequest).settle === undefined;
      if (asks) line.inFlight = undefined;
    },
  },
  {
    name: "a verdict after the lost send lease puts the message back",
    before(verb, line, { request }) {
      const { settle } = (request ?? {}) as SendRequest;
      const late = settle !== undefined && line.inFlight?.item.id !== settle.id;
      if (verb === "sendNext" && late && settle.fate === "queued") {
        line.chain.unshift({ id: settle.id, message: null });
      }
    },
  },
  {
    name: "a message that was certainly not sent is not put back",
    after(verb, line, { request }) {
      const { settle } = (request ?? {}) as SendRequest;
      if (verb === "sendNext" && settle?.fate === "queued") {
        line.chain = line.chain.filter(({ id }) => id !== settle.id);
      }
    },
  },
  {
    name: "a verdict is bound to its message, not to its lease",
    before(verb, line, { request }) {
      const { settle, by } = (request ?? {}) as SendRequest;
      const { inFlight } = line;
      if (verb !== "sendNext" || inFlight?.item.id !== settle?.id || inFlight?.by !== by) return;
      Object.assign(settle as object, { ask: inFlight.ask });
    },
  },
  {
    name: "an asking that is over leases another message",
    before(verb, line) {
      if (verb === "sendNext" && line.inFlight === undefined) line.asked = undefined;
    },
  },
  {
    name: "a delivery that gave its answer back takes it again",
    before(_verb, line) {
      for (const push of Object.values(line.pushes)) push.closed = undefined;
    },
  },
  {
    name: "what the grants do not suffice for is dropped",
    after(verb, line, _args, before) {
      if (verb === "sendNext") line.held = before.held;
    },
  },
  {
    name: "a silent sender's message is sent again",
    before(verb, line, _args) {
      if (verb !== "sendNext" || line.inFlight === undefined) return;
      if (line.inFlight.until - 4_000 <= (line.inFlight.chargedAt ?? 0)) return;
      line.chain.unshift(line.inFlight.item);
    },
  },
  {
    name: "a second release overwrites the answer",
    before(verb, line, { key }) {
      const push = verb === "release" ? line.pushes[key as string] : undefined;
      if (push !== undefined) push.answer = undefined;
    },
  },
  {
    name: "one delivery gives back what another has",
    before(verb, line, { takenBy }) {
      if (verb !== "untake") return;
      for (const given of line.given) if (given.takers.length > 0) given.takers = [String(takenBy)];
    },
  },
  {
    name: "an answer given back is forgotten",
    after(verb, line) {
      if (verb === "untake") line.untaken = [];
    },
  },
  {
    name: "a finished push is forgotten at once",
    after(verb, line) {
      if (verb !== "step") return;
      for (const [key, push] of Object.entries(line.pushes)) {
        if (push.push === undefined) delete line.pushes[key];
      }
    },
  },
  {
    name: "the queue is a stack",
    after(verb, line) {
      if (verb !== "arrive" || line.queue.length < 3) return;
      const [head = "", ...rest] = line.queue;
      line.queue = [head, ...rest.reverse()];
    },
  },
  {
    name: "the plan's facts are not compared",
    before(verb, line, args) {
      const given = args.given as Step | undefined;
      if (verb !== "step" || given === undefined) return;
      // As if the plan had been made from what is there now.
      const ids = line.held.slice(0, given.carried.held.length).map(({ id }) => id);
      Object.assign(given.carried, {
        held: given.passive.length + given.chain.length > 0 ? line.held.map(({ id }) => id) : ids,
        untaken: given.passive.length > 0 ? line.untaken.map(({ pushKey }) => pushKey) : [],
      });
    },
  },
  {
    name: "who steps aside takes the running turn's lease",
    after(verb, line, args) {
      if (verb === "enter" && (args.entry as Entry).aside === true) line.owner = undefined;
    },
  },
  {
    name: "what is said aside is in no place",
    after(verb, line, { lease }, before) {
      if (verb === "step" && lease?.fence === ASIDE) line.chain = before.chain;
    },
  },
  {
    name: "a push that was handed to other processes is leased to any",
    before(verb, line) {
      if (verb === "handBack") return;
      for (const { handed } of Object.values(line.pushes)) {
        if (handed !== undefined) Object.assign(handed, { at: 0 });
      }
    },
  },
  {
    name: "a push that was handed to nobody who is there waits for ever",
    before(_verb, line) {
      for (const { handed } of Object.values(line.pushes)) {
        if (handed !== undefined) Object.assign(handed, { at: line.fence + 1e12 });
      }
    },
  },
  {
    name: "nobody hears that a push was handed over before",
    before(verb, line) {
      if (verb === "handBack") return;
      for (const push of Object.values(line.pushes)) push.handed = undefined;
    },
  },
  {
    name: "an earlier attempt's messages are forgotten",
    before(verb, line) {
      if (verb === "step") return;
      for (const push of Object.values(line.pushes)) {
        if (push.push !== undefined) push.fates = undefined;
      }
    },
  },
];

function afterStep(
  spoil: (line: Line, step: Step, before: Line) => void,
): NonNullable<Fault["after"]> {
  return (verb: string, line: Line, args: VerbArgs, before: Line, reply: unknown) => {
    const accepted = verb === "step" && "ok" in (reply as Stepped);
    const repeated = JSON.stringify(line.held) === JSON.stringify(before.held);
    const step = args.given as Step;
    const carries = step?.carried.untaken.length + step?.carried.held.length > 0;
    if (accepted && carries && !(repeated && step.carried.held.length > 0)) {
      spoil(line, step, before);
    }
  };
}

function restoreAnswer(line: Line, before: Line, key: string): void {
  const push = line.pushes[key];
  const known = before.pushes[key]?.answer;
  if (push !== undefined && known !== undefined) push.answer = known;
}
