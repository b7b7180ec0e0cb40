import type { Registry } from "prom-client";
import { promClient } from "./promClient.ts";

const SECONDS = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 4.5, 10, 30, 120];

export type Figures = ReturnType<typeof figuresIn>;

/** Every figure of the house, in one registry. `docs/metrics.md` lists them. */
export function figuresIn(registry: Registry) {
  const { Counter, Histogram } = promClient();
  const counter = (name: string, help: string, labelNames: readonly string[]) =>
    new Counter({ name, help, labelNames: [...labelNames], registers: [registry] });
  const histogram = (name: string, help: string, labelNames: string[], buckets: number[]) =>
    new Histogram({ name, help, labelNames, buckets, registers: [registry] });

  const deliveries = counter(
    "wechat_deliveries_total",
    "Authentic deliveries of pushes; a push comes in one to three.",
    ["account", "event"],
  );
  const turns = counter("wechat_turns_total", "Runs of the bot; again: after one that died.", [
    "account",
    "attempt",
  ]);
  const turnSeconds = histogram(
    "wechat_turn_seconds",
    "From the begin of a turn to its commit.",
    ["account"],
    SECONDS,
  );
  const routes = counter("wechat_routes_total", "Steps by the route they took.", [
    "account",
    "route",
  ]);
  const messages = counter(
    "wechat_messages_total",
    "Messages by the way they were given: passive, queued (to be sent by the API) or held.",
    ["account", "way"],
  );
  const notices = counter(
    "wechat_notices_total",
    "Deliveries answered with how to get the answer: slow (the turn still runs), late (not taken in time), full.",
    ["account", "why"],
  );
  const sends = counter(
    "wechat_sends_total",
    "What became of messages sent by the API; errcode is WeChat's, empty where it gave none.",
    ["account", "fate", "errcode"],
  );
  const jobs = counter("wechat_jobs_total", "Jobs by what became of them at each step.", [
    "account",
    "job",
    "state",
  ]);
  const quotaLeft = histogram(
    "wechat_quota_left",
    "Customer-service messages that a follower's grants still allow when a turn ends.",
    ["account"],
    [0, 1, 2, 3, 4, 5, 20],
  );
  const calls = counter("wechat_api_calls_total", "Calls of WeChat's API, repeats not counted.", [
    "account",
    "endpoint",
    "outcome",
    "errcode",
  ]);
  const callSeconds = histogram(
    "wechat_api_call_seconds",
    "Time of a call, its pauses and repeats included.",
    ["endpoint"],
    SECONDS,
  );
  const refreshes = counter("wechat_token_refreshes_total", "Access tokens asked for.", [
    "account",
    "outcome",
  ]);

  return {
    deliveries,
    turns,
    turnSeconds,
    routes,
    messages,
    notices,
    jobs,
    sends,
    quotaLeft,
    calls,
    callSeconds,
    refreshes,
  };
}
