import type { Activity } from "botbuilder";
import { SendError } from "../../errors.ts";
import { errorFacts } from "../../log.ts";
import { truncate } from "../../protocol/text.ts";
import { changedByJson } from "../../store/plainJson.ts";
import type { Follower } from "../../store/store.ts";
import type { LaterOptions } from "../../store/turnScope.ts";
import type { Road } from "../road.ts";
import { PerTurn } from "../turn/perTurn.ts";
import { turnOver } from "../turn/reachable.ts";
import type { Turn } from "../turn/turn.ts";
import {
  activitiesOf,
  type Job,
  type JobHandler,
  type JobHandlers,
  type JobState,
  jobChange,
  jobId,
  type KeptJob,
  readJob,
  stateKey,
  timerOf,
  underQuestion,
} from "./job.ts";

/** How long a process has a job without renewing it. It renews the job more often than that. Milliseconds. */
const LEASE_MS = 60_000;
const RENEW_MS = 20_000;
/** A timer that comes a little early must not find the lease still running. */
const SLACK_MS = 1_000;
const TRIES = 3;
/** The pause after a failed try, multiplied by the number of tries. */
const PAUSE_MS = 15_000;
/** How often, and how far apart, a job is tried whose name no process knows, during a deploy perhaps. */
const UNKNOWN_TRIES = 20;
const UNKNOWN_MS = 30_000;
/** How long a job that is over can be looked at. */
const KEPT_MS = 24 * 3_600_000;
/** How much of a question a heading repeats, in bytes of UTF-8. */
const QUESTION_BYTES = 60;

interface JobsParts {
  readonly road: Road;
  readonly handlers: JobHandlers | undefined;
  /** Runs something as a turn of the follower's. */
  readonly enter: (follower: Follower, run: (turn: Turn) => Promise<void>) => Promise<void>;
  readonly say: (turn: Turn, activity: Partial<Activity>) => Promise<unknown>;
}

/** A job that this process runs. */
interface Running {
  readonly id: string;
  readonly follower: Follower;
  readonly job: Job;
  /** The eTag of the last record; undefined where another process has the job now, or the follower was forgotten. */
  eTag: string | undefined;
  readonly abort: AbortController;
}

/**
 * Jobs that outlive their turns. A job is recorded with the turn that orders it, and run beside the follower's queue,
 * so that the follower can go on talking. A timer looks after the job: it begins the job, begins it again where its
 * process died, and shows the result where the process died just before showing it.
 */
export class Jobs {
  readonly #parts: JobsParts;
  readonly #handlers = new Map<string, JobHandler>();
  readonly #running = new Map<Running, Promise<void>>();
  /** How many jobs a turn has ordered: a turn that is run again orders the same ones. */
  readonly #ordered = new PerTurn(() => ({ count: 0 }));
  #closed = false;

  constructor(parts: JobsParts) {
    this.#parts = parts;
    if (parts.handlers !== undefined) this.add(parts.handlers);
  }

  /** Adds jobs; a known name gets the new handler. */
  add(handlers: JobHandlers): void {
    for (const [name, handler] of Object.entries(handlers)) this.#handlers.set(name, handler);
  }

  /** All of them. */
  get handlers(): JobHandlers {
    return Object.fromEntries(this.#handlers);
  }

  /** Whether there is any job to order. */
  get some(): boolean {
    return this.#handlers.size > 0;
  }

  /** Throws a `SendError` for a name that is none of ours. */
  check(name: string): void {
    if (this.#handlers.has(name)) return;
    throw new SendError("unknown-job", `No job is named "${name}": add it to the adapter's jobs.`);
  }

  /**
   * Orders a job; it joins the turn's commit. Resolves to its id. Its name is not looked at: what was agreed to under
   * another release is waited for as any job is that no process knows.
   */
  async order(
    turn: Turn,
    name: string,
    input: unknown,
    { key }: LaterOptions,
    question = questionOf(turn),
  ): Promise<string> {
    if (turn.over) throw turnOver();
    const { follower, state } = turn.scope;
    const own = [turn.lease.pushKey, String(this.#ordered.of(turn).count++)];
    const id = jobId(follower.appId, name, ...(key === undefined ? own : [key]));
    const [known] = await state.read([stateKey(follower, id)]);
    // The job was ordered before, under the same key.
    if (known !== undefined) return id;
    const job = { v: 1, name, input: asJson(input, name), question, tries: 0 } as const;
    await this.#write(turn, { id, job: { ...job, state: "waiting", until: 0 } }, turn.scope.now);
    return id;
  }

  /** Looks after a job when its timer's time has come: in a turn of the follower's, which is short. */
  async due(turn: Turn, id: string): Promise<void> {
    const { follower, state, now } = turn.scope;
    const [item] = await state.read([stateKey(follower, id)]);
    const kept = readJob(id, item);
    if (kept === undefined) return;
    const { job } = kept;
    if (job.state === "finished") return await this.#show(turn, kept);
    if (job.state === "done" || job.state === "failed") {
      await state.write([{ key: stateKey(follower, id), eTag: "gone" }]);
    } else if (job.until > now) turn.scope.own.setTimer(timerOf(id), job.until + SLACK_MS, "");
    else if (this.#closed) turn.scope.own.setTimer(timerOf(id), now + SLACK_MS, "");
    else if (!this.#handlers.has(job.name)) await this.#pass(turn, kept);
    else if (job.tries >= TRIES) await this.#show(turn, failed(kept));
    else await this.#begin(turn, kept);
  }

  /** Records first that the job runs, and runs it afterwards. */
  async #begin(turn: Turn, { id, job }: KeptJob): Promise<void> {
    const { now, follower } = turn.scope;
    const until = now + LEASE_MS;
    const claimed: Job = { ...job, state: "running", tries: job.tries + 1, until };
    const eTag = await this.#write(turn, { id, job: claimed }, until + SLACK_MS);
    await turn.scope.save();
    const kept = { id, job: claimed, eTag, follower, abort: new AbortController() };
    const end = this.#run(kept).finally(() => this.#running.delete(kept));
    this.#running.set(kept, end);
  }

  /** Leaves the job to a process that knows it; after a while the follower is told. */
  async #pass(turn: Turn, { id, job, eTag }: KeptJob): Promise<void> {
    const { unknown = 0 } = job;
    const { appId } = turn.lease.follower;
    this.#parts.road.log.warn({ appId, job: job.name }, "no process was found that knows a job");
    if (unknown >= UNKNOWN_TRIES) return await this.#show(turn, failed({ id, job, eTag }));
    const until = turn.scope.now + UNKNOWN_MS;
    await this.#write(turn, { id, job: { ...job, until, unknown: unknown + 1 } }, until);
  }

  async #run(kept: Running): Promise<void> {
    const { road } = this.#parts;
    const stopRenewing = this.#renew(kept);
    let done: Job;
    try {
      const result = await this.#handle(kept);
      // A result that cannot be recorded is a failure; the work is not done once more because of it.
      const stored = JSON.parse(JSON.stringify(activitiesOf(result))) as Partial<Activity>[];
      done = { ...kept.job, state: "finished", result: stored };
    } catch (error) {
      const { appId } = kept.follower;
      const facts = { appId, job: kept.job.name, attempt: kept.job.tries };
      if (!kept.abort.signal.aborted)
        road.log.error({ ...errorFacts(error, road.log), ...facts }, "a job failed");
      done = this.#afterFailure(kept);
    } finally {
      stopRenewing();
    }
    try {
      const recorded = await this.#record(kept, done);
      if (!recorded || done.state !== "finished" || this.#closed) return;
      await this.#parts.enter(kept.follower, (turn) => this.due(turn, kept.id));
    } catch (error) {
      // The job's timer will show the result.
      road.log.warn(errorFacts(error, road.log), "a job's result waits for its timer");
    }
  }

  async #handle({ job, id, follower, abort }: Running) {
    const handler = this.#handlers.get(job.name) as JobHandler;
    const { enter, say } = this.#parts;
    const working = handler(structuredClone(job.input), {
      key: id,
      attempt: job.tries,
      follower,
      signal: abort.signal,
      say: (activity) =>
        enter(follower, async (turn) => {
          for (const one of activitiesOf(activity)) await say(turn, one);
        }),
    });
    // A handler that is told to stop and does not stop is left behind.
    const aborted = new Promise<never>((_, reject) => {
      abort.signal.addEventListener("abort", () => reject(abort.signal.reason), { once: true });
    });
    return await Promise.race([working, aborted]);
  }

  #afterFailure({ job, abort }: Running): Job {
    const now = this.#parts.road.clock.now();
    // A deploy is not the job's fault.
    if (abort.signal.aborted) return { ...job, state: "waiting", tries: job.tries - 1, until: 0 };
    if (job.tries >= TRIES) return failed({ id: "", job, eTag: "" }).job;
    return { ...job, state: "waiting", until: now + PAUSE_MS * job.tries };
  }

  /** Renews the job now and then, because it still runs here; aborts the handler when another process has the job. */
  #renew(kept: Running): () => void {
    const { clock } = this.#parts.road;
    let stopped = false;
    let cancel = clock.after(RENEW_MS, renew);
    const record = (job: Job) => this.#record(kept, job);
    async function renew(): Promise<void> {
      const job = { ...kept.job, until: clock.now() + LEASE_MS };
      const mine = await record(job).catch(() => true);
      if (!mine) kept.abort.abort();
      else if (!stopped) cancel = clock.after(RENEW_MS, renew);
    }
    return () => {
      stopped = true;
      cancel();
    };
  }

  /**
   * Records the job. Resolves to whether that worked: not where another process has the job, or the follower was
   * forgotten.
   */
  async #record(running: Running, job: Job): Promise<boolean> {
    const { follower, id, eTag } = running;
    const { store } = this.#parts.road;
    const [there] = await store.readState(follower.openid, [stateKey(follower, id)]);
    const change = jobChange(follower, { id, job }, eTag);
    const fits = eTag !== undefined && there?.eTag === eTag;
    const written = fits && (await store.writeState(follower.openid, [change]));
    const recorded = written !== false && "ok" in written;
    running.eTag = recorded ? change.eTag : undefined;
    if (recorded) this.#tell(follower, id, job);
    return recorded;
  }

  /** Shows the result of a job: once, because that is recorded together with the messages. */
  async #show(turn: Turn, { id, job }: KeptJob): Promise<void> {
    const { words } = turn.account;
    const { result } = job;
    const said = result ?? [{ type: "message", text: words.apology }];
    const heading = job.question === "" ? "" : words.about(job.question);
    for (const one of underQuestion(said, heading)) await this.#parts.say(turn, one);
    const { result: _, ...rest } = job;
    const state: JobState = result === undefined ? "failed" : "done";
    await this.#write(turn, { id, job: { ...rest, state } }, turn.scope.now + KEPT_MS);
  }

  /** Writes a job in a turn, and the time at which it is looked at next. */
  async #write(turn: Turn, kept: Omit<KeptJob, "eTag">, at: number): Promise<string> {
    const { follower, state, own } = turn.scope;
    const change = jobChange(follower, kept);
    await state.write([change]);
    own.setTimer(timerOf(kept.id), at, "");
    this.#tell(follower, kept.id, kept.job);
    return change.eTag;
  }

  #tell(follower: Follower, id: string, { name, state, tries }: Job): void {
    const at = this.#parts.road.clock.now();
    this.#parts.road.observe?.({ see: "job", at, follower, id, name, state, attempt: tries });
  }

  /** Gives the jobs that run here back: another process begins them again. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { abort } of this.#running.keys()) abort.abort();
    const { clock } = this.#parts.road;
    const grace = new Promise<void>((resolve) => void clock.after(CLOSE_MS, resolve));
    await Promise.race([Promise.allSettled(this.#running.values()), grace]);
  }
}

/** How long `close` waits for jobs that were told to stop, in milliseconds. */
const CLOSE_MS = 1_000;

function failed({ id, job, eTag }: KeptJob): KeptJob {
  const { result: _, ...rest } = job;
  return { id, job: { ...rest, state: "finished" }, eTag };
}

function questionOf({ push }: Turn): string {
  const said = push?.kind === "message" && push.type === "text" ? push.content : "";
  return truncate(said.trim().replace(/\s+/g, " "), QUESTION_BYTES, "…");
}

function asJson(input: unknown, name: string): unknown {
  const changed = input === undefined ? undefined : changedByJson(input, "input");
  if (changed === undefined) return JSON.parse(JSON.stringify(input ?? null));
  throw new SendError(
    "not-json",
    `The input of job "${name}" is no JSON: ${changed}. Give strings, finite numbers, plain objects and lists.`,
  );
}
