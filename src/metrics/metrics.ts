import type { Counter, Registry } from "prom-client";
import type { Observe, Observed } from "../adapter/watch/observe.ts";
import type { CallEvent } from "../client/call.ts";
import { quota } from "../protocol/grants.ts";
import { type Figures, figuresIn } from "./figures.ts";
import { Names } from "./names.ts";
import { promClient } from "./promClient.ts";
import { Turns } from "./turns.ts";

/** What hangs on an adapter: `new WeChatAdapter({ …, ...metrics.hooks })`. */
export interface MetricsHooks {
  readonly observe: Observe;
  readonly observeCall: (event: CallEvent) => void;
}

/** The figures of one process. Labels are names and codes: never a secret, a text or an openid. */
export interface Metrics {
  readonly hooks: MetricsHooks;
  /** Everything in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Endpoints that give an access token: an account's own, a component's, an authoriser's. */
const TOKEN_CALLS = /token/i;

type Seen<S extends Observed["see"]> = Extract<Observed, { see: S }>;

export interface MetricsOptions {
  /** The host's registry of `prom-client`, which our figures join. Default: one of our own. */
  readonly registry?: Registry;
  /** Whether figures of Node are counted as well. Default: in a registry of our own. */
  readonly process?: boolean;
}

/** Counts what happens on the road and in calls of WeChat's API. Throws where a figure of this name is in the registry. */
export function createMetrics(options: MetricsOptions = {}): Metrics {
  const { collectDefaultMetrics, Registry } = promClient();
  const { registry = new Registry(), process = options.registry === undefined } = options;
  if (process) collectDefaultMetrics({ register: registry });
  const figures = figuresIn(registry);
  const names = new Names();
  const running = new Turns();

  const count = {
    delivery({ follower: { appId: account }, event = "message" }: Seen<"delivery">) {
      figures.deliveries.inc({ account, event: names.of(event) });
    },
    turn({ follower: { appId: account }, key, at, attempts }: Seen<"turn">) {
      running.begin(key, at);
      figures.turns.inc({ account, attempt: attempts > 1 ? "again" : "first" });
    },
    step(event: Seen<"step">) {
      countMessages(figures, event);
      if (!event.last) return;
      const account = event.follower.appId;
      figures.quotaLeft.observe({ account }, quota(event.ledger, event.at));
      const tookMs = running.end(event.key, event.at);
      if (tookMs !== undefined) figures.turnSeconds.observe({ account }, tookMs / 1_000);
    },
    notice({ follower: { appId: account }, why }: Seen<"notice">) {
      figures.notices.inc({ account, why });
    },
    job({ follower: { appId: account }, name: job, state }: Seen<"job">) {
      figures.jobs.inc({ account, job, state });
    },
    fate({ follower: { appId: account }, fate, errcode }: Seen<"fate">) {
      const name = typeof fate === "object" ? "refused" : fate;
      figures.sends.inc({ account, fate: name, errcode: codeOf(errcode) });
    },
  };

  function observeCall({ appId: account, endpoint, outcome, errcode, ms }: CallEvent): void {
    figures.calls.inc({ account, endpoint, outcome, errcode: codeOf(errcode) });
    figures.callSeconds.observe({ endpoint }, ms / 1_000);
    if (TOKEN_CALLS.test(endpoint)) figures.refreshes.inc({ account, outcome });
  }

  return {
    hooks: {
      observe: (event) => (count[event.see] as (one: Observed) => void)(event),
      observeCall,
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function countMessages({ routes, messages }: Figures, event: Seen<"step">): void {
  const account = event.follower.appId;
  routes.inc({ account, route: event.route });
  add(messages, { account, way: "passive" }, event.rides.length);
  add(messages, { account, way: "queued" }, event.later.length);
  add(messages, { account, way: "held" }, event.held.length);
}

function add(counter: Counter, labels: Record<string, string>, by: number): void {
  if (by > 0) counter.inc(labels, by);
}

function codeOf(errcode: number | undefined): string {
  return errcode === undefined ? "" : String(errcode);
}
