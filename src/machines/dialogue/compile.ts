import { type AnyStateMachine, createMachine, fromPromise } from "xstate";
import { milliseconds } from "../../duration.ts";
import { WeChatError } from "../../errors.ts";
import { checkMachine } from "../pure.ts";
import {
  asItIs,
  asks,
  asksAgain,
  type Begun,
  begin,
  begun,
  countMiss,
  forgetMisses,
  type Happening,
  keep,
  type Look,
  looking,
  type See,
  says,
  seeing,
} from "./memory.ts";
import type { Prompt } from "./prompt.ts";
import type { AnyService } from "./service.ts";

/**
 * Turns steps into states of an ordinary XState machine. The machine emits what it wants said. What it wants to know
 * comes back as an event: `answer.party`, `miss`, `resume`. It has no clock: events bring `now`.
 */

/** A spec as the compiler needs it: without the types, which have done their work by then. */
export interface LooseSpec {
  readonly id: string;
  readonly asks: Readonly<Record<string, Prompt<unknown>>>;
  readonly calls: Readonly<Record<string, AnyService>>;
  readonly uses: Readonly<
    Record<string, { readonly machine: AnyStateMachine; readonly raw: boolean }>
  >;
  readonly given?: ((input: never) => object) | undefined;
  readonly start: string;
  readonly on?: Readonly<Record<string, LooseTarget>> | undefined;
  readonly steps: Readonly<Record<string, LooseStep>>;
}

type LooseTarget = string | readonly (string | LooseBranch)[];
interface LooseBranch {
  readonly when: Look<boolean>;
  readonly label?: string;
  readonly to: string;
}

interface LooseWord {
  readonly say: string;
  readonly with?: Look<unknown>;
}

interface LooseStep {
  readonly ask?: string;
  readonly call?: string;
  readonly use?: string;
  readonly say?: string;
  readonly end?: string | true;
  readonly raw?: object;
  readonly together?: Readonly<Record<string, LooseThread>>;
  readonly with?: Look<unknown>;
  readonly output?: Look<unknown>;
  readonly reopens?: string;
  readonly unless?: Look<boolean>;
  readonly next?: LooseTarget;
  readonly done?: LooseTarget;
  readonly fail?: LooseTarget;
  readonly giveUp?: string;
  readonly after?: Readonly<Record<string, LooseTarget>>;
  readonly on?: Readonly<Record<string, LooseTarget | LooseWord>>;
  readonly interrupt?: "all" | "hard" | "none";
}

interface LooseThread {
  readonly start: string;
  readonly steps: Readonly<Record<string, LooseStep>>;
}

/** What stands in a state's `meta`, for runners and drawings. */
export interface StepMeta {
  readonly ask?: string;
  readonly kind: string;
  /** Of an end: the question to go back to for a change. */
  readonly reopens?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: XState's types of a config ask for what only exists at run time here.
type Config = any;

/** Microsteps after which a machine that goes round without waiting is stopped. */
const MAX_MICROSTEPS = 1_000;

/**
 * Makes the machine of a dialogue. Throws `WeChatError` with the code `machine` where no machine can be made of the
 * spec.
 */
export function compile(spec: LooseSpec): AnyStateMachine {
  const guards: Record<string, (happening: Happening) => boolean> = {};
  const scope = new Scope(spec, guards);
  const { calls, uses } = spec;
  const actors = {
    ...mapped(calls, (service) =>
      fromPromise(({ input }) =>
        service.run(input, { key: "", attempt: 1, now: Date.now(), token: "" }),
      ),
    ),
    ...mapped(uses, ({ machine }) => machine),
  };
  return checkMachine(() =>
    createMachine(
      {
        id: spec.id,
        options: { maxIterations: MAX_MICROSTEPS },
        context: ({ input }: { input: Begun | undefined }) => begin(spec.given, input ?? {}),
        output: ({ event }: { event: { output?: unknown } }) => event.output,
        ...scope.thread({ start: spec.start, steps: spec.steps }),
        on: scope.everywhere(spec.on),
      } as Config,
      { guards, actors } as Config,
    ),
  );
}

function mapped<T, R>(
  table: Readonly<Record<string, T>>,
  make: (value: T) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, make(value)]));
}

/** What the ways out of a step are made from. */
interface Way {
  /** The step that the ways leave. */
  readonly from: string;
  readonly steps: LooseThread["steps"];
  readonly see?: See;
  readonly actions?: readonly unknown[];
  /** A condition for all of the ways. */
  readonly only?: Look<boolean>;
  readonly label?: string;
}

/** The steps of one spec, with the names that their states may refer to. */
class Scope {
  readonly #spec: LooseSpec;
  readonly #guards: Record<string, (happening: Happening) => boolean>;

  constructor(spec: LooseSpec, guards: Record<string, (happening: Happening) => boolean>) {
    this.#spec = spec;
    this.#guards = guards;
  }

  /** The states of a set of steps that follow each other. */
  thread({ start, steps }: LooseThread): Config {
    const states = Object.entries(steps).flatMap(([name, step]) => this.#states(name, step, steps));
    return { initial: stateOf(start, steps), states: Object.fromEntries(states) };
  }

  /** What may happen at any step. These ways lead into the root's own states. */
  everywhere(on: LooseStep["on"]): Config {
    return mapped(on ?? {}, (target) => {
      if (isWord(target)) return { actions: says(target.say, target.with) };
      return this.#ways(target, { from: "", steps: this.#spec.steps }).map((way) => {
        return { ...way, target: `.${way.target}`, reenter: true };
      });
    });
  }

  #states(name: string, step: LooseStep, steps: LooseThread["steps"]): [string, Config][] {
    const own = this.#state(name, step, steps);
    const { after = {}, on = {}, interrupt = "all" } = step;
    const state = {
      ...own,
      ...(interrupt !== "all" && { tags: [interrupt === "none" ? "locked" : "no-interrupt"] }),
      after: Object.fromEntries([
        ...Object.entries(own.after ?? {}),
        ...Object.entries(after).map(([time, target]) => [
          milliseconds(time),
          this.#ways(target, { from: name, steps, label: time }),
        ]),
      ]),
      on: {
        ...own.on,
        ...mapped(on, (target) =>
          isWord(target)
            ? { actions: says(target.say, target.with) }
            : this.#ways(target, { from: name, steps }),
        ),
      },
    };
    if (step.unless === undefined) return [[name, state]];
    const known = this.#ways(step.next, {
      from: name,
      steps,
      only: step.unless,
      label: `${name} is known`,
    });
    return [
      [skipOf(name), { meta: metaOf("skip"), always: [...known, { target: name }] }],
      [name, state],
    ];
  }

  #state(name: string, step: LooseStep, steps: LooseThread["steps"]): Config {
    if (step.ask !== undefined) return this.#ask(name, step.ask, step, steps);
    if (step.call !== undefined) return this.#call(name, step.call, step, steps);
    if (step.use !== undefined) return this.#use(name, step.use, step, steps);
    if (step.say !== undefined) {
      return {
        meta: metaOf("say"),
        entry: says(step.say, step.with),
        always: this.#ways(step.next, { from: name, steps }),
      };
    }
    if (step.end !== undefined) {
      const { output, end, reopens } = step;
      return {
        meta: metaOf("end", { ...(reopens !== undefined && { reopens }) }),
        type: "final",
        ...(end !== true && { entry: says(end, step.with) }),
        ...(output !== undefined && { output: looking(output) }),
      };
    }
    if (step.together !== undefined) {
      return {
        meta: metaOf("together"),
        type: "parallel",
        states: mapped(step.together, (thread) => this.thread(thread)),
        onDone: this.#ways(step.next, { from: name, steps }),
      };
    }
    if (step.raw !== undefined) return { meta: metaOf("raw"), ...step.raw };
    throw this.#mistake(
      name,
      "does nothing: give it one of ask, call, use, say, end, raw, together",
    );
  }

  #ask(name: string, ask: string, step: LooseStep, steps: LooseThread["steps"]): Config {
    const prompt = this.#named(name, "asks", this.#spec.asks, ask);
    const { max = 3 } = prompt;
    const question = asks(prompt, ask);
    const again = asksAgain(prompt, ask);
    // `patient`: before giving up, the follower is asked whether to end here.
    const triedEnough = ({ context, event }: Happening) =>
      context.misses + 1 >= max && event.patient !== true;
    const giveUp = step.giveUp !== undefined && {
      target: stateOf(step.giveUp, steps),
      guard: this.#shared(max === 3 ? "tried enough" : `missed ${max} times`, triedEnough),
    };
    return {
      meta: metaOf("ask", { ask }),
      entry: [forgetMisses, question],
      on: {
        [`answer.${ask}`]: this.#ways(step.next, {
          from: name,
          steps,
          see: seeing(ask, "value"),
          actions: [keep(ask, "value")],
        }),
        miss: [...(giveUp ? [giveUp] : []), { actions: [countMiss, again] }],
        resume: { actions: [question] },
      },
    };
  }

  #call(name: string, call: string, step: LooseStep, steps: LooseThread["steps"]): Config {
    this.#named(name, "calls", this.#spec.calls, call);
    return {
      meta: metaOf("call"),
      invoke: {
        id: name,
        src: call,
        input: looking(step.with),
        onDone: this.#ways(step.done, {
          from: name,
          steps,
          see: seeing(call, "output"),
          actions: [keep(call, "output")],
        }),
        onError: this.#ways(step.fail, { from: name, steps }),
      },
    };
  }

  #use(name: string, use: string, step: LooseStep, steps: LooseThread["steps"]): Config {
    const { raw } = this.#named(name, "uses", this.#spec.uses, use);
    const input = looking(step.with);
    return {
      meta: metaOf("use"),
      invoke: {
        id: name,
        src: use,
        input: raw ? input : (happening: Happening) => begun(input(happening), happening),
        onDone: this.#ways(step.next, {
          from: name,
          steps,
          see: seeing(use, "output"),
          actions: [keep(use, "output")],
        }),
      },
    };
  }

  /** Transitions to one step, or to the first of several whose condition holds. */
  #ways(target: LooseTarget | undefined, way: Way): Config[] {
    const { from, steps, see = asItIs, actions, only, label } = way;
    const targets = typeof target === "string" ? [target] : (target ?? []);
    return targets.map((one, index) => {
      const to = typeof one === "string" ? one : one.to;
      const conditions = [only, typeof one === "string" ? undefined : one.when].filter(
        (condition) => condition !== undefined,
      );
      const name = typeof one === "string" ? label : (one.label ?? `${from} ${index + 1}`);
      const holds = (happening: Happening) =>
        conditions.every((condition) => looking(condition)(see(happening)) === true);
      return {
        target: stateOf(to, steps),
        ...(to === from && { reenter: true }),
        ...(actions !== undefined && { actions }),
        ...(conditions.length > 0 && { guard: this.#guard(name ?? from, holds) }),
      };
    });
  }

  /** Registers a guard that is the same everywhere, and returns its name. */
  #shared(name: string, guard: (happening: Happening) => boolean): string {
    this.#guards[name] = guard;
    return name;
  }

  /** Registers a guard under a name for the drawing. A second guard of the same name gets a number. */
  #guard(label: string, guard: (happening: Happening) => boolean): string {
    let name = label;
    for (let n = 2; Object.hasOwn(this.#guards, name); n++) name = `${label} ${n}`;
    this.#guards[name] = guard;
    return name;
  }

  #named<T>(step: string, kind: string, table: Readonly<Record<string, T>>, name: string): T {
    const found = Object.hasOwn(table, name) ? table[name] : undefined;
    if (found !== undefined) return found;
    const names = Object.keys(table).map((one) => `"${one}"`);
    const choices = names.length === 0 ? "it has none" : `they are ${names.join(", ")}`;
    throw this.#mistake(step, `names "${name}", which is not among its ${kind}: ${choices}`);
  }

  #mistake(step: string, what: string): WeChatError {
    return new WeChatError(
      "dialogue",
      `The step "${step}" of the dialogue "${this.#spec.id}" ${what}.`,
    );
  }
}

/**
 * The state in which a step is entered. A question that may be known already is entered at the state that looks for
 * that.
 */
function stateOf(step: string, steps: LooseThread["steps"]): string {
  return steps[step]?.unless === undefined ? step : skipOf(step);
}

function skipOf(step: string): string {
  return `${step}?`;
}

function metaOf(kind: string, more: Omit<StepMeta, "kind"> = {}): StepMeta {
  return { kind, ...more };
}

function isWord(target: LooseTarget | LooseWord): target is LooseWord {
  return typeof target === "object" && "say" in target;
}
