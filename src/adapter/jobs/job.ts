import { createHash, randomUUID } from "node:crypto";
import type { Activity } from "botbuilder";
import type { StateChange, StateItem } from "../../store/botState.ts";
import type { Follower } from "../../store/store.ts";

/** What a job knows of itself. */
export interface JobFacts {
  /**
   * The same on every try of the job, in another process too: the idempotency key for the service that the job calls.
   */
  readonly key: string;
  /** 1 on the first try. */
  readonly attempt: number;
  readonly follower: Follower;
  /** Aborted when this process shuts down, or another one has taken the job over. */
  readonly signal: AbortSignal;
  /** Says something while the job runs, as a turn of its own: within the follower's grants, or held. */
  say(activity: string | Partial<Activity>): Promise<void>;
}

/** What a job gives for the follower: a text, activities, or nothing. */
export type JobResult = string | Partial<Activity> | readonly Partial<Activity>[] | undefined;

/** Does a job. If it throws, the job is tried two more times; then the follower is told that it failed. */
export type JobHandler = (
  // biome-ignore lint/suspicious/noExplicitAny: any JSON; the caller of `later` knows its shape.
  input: any,
  job: JobFacts,
) => Promise<JobResult> | JobResult;

/** Every job's handler, by its name. */
export type JobHandlers = Readonly<Record<string, JobHandler>>;

/** Where a job stands: it waits for its next try, is run, has a result that was not shown yet, or is over. */
export type JobState = "waiting" | "running" | "finished" | "done" | "failed";

/** A job as it is recorded. Times are milliseconds since the epoch. */
export interface Job {
  readonly v: 1;
  readonly name: string;
  readonly input: unknown;
  /** What the follower had asked. */
  readonly question: string;
  readonly state: JobState;
  readonly tries: number;
  /** Until when a process has the job; while the job waits, when it is tried next. */
  readonly until: number;
  /** The messages to show, of a finished job. Absent where the job failed. */
  readonly result?: readonly Partial<Activity>[];
  /** How often no process was found that knows the job's name. */
  readonly unknown?: number;
}

/** A job as it was read. */
export interface KeptJob {
  readonly id: string;
  readonly job: Job;
  readonly eTag: string;
}

const TIMER = "wechat.job|";

export function timerOf(id: string): string {
  return `${TIMER}${id}`;
}

/** The job that a timer is for; undefined for any other timer. */
export function jobOf(timerId: string): string | undefined {
  return timerId.startsWith(TIMER) ? timerId.slice(TIMER.length) : undefined;
}

/** The key of a job in the follower's bot state. */
export function stateKey({ openid }: Follower, id: string): string {
  return `wechat/users/${openid}/jobs/${id}`;
}

export function readJob(id: string, item: StateItem | undefined): KeptJob | undefined {
  return item && { id, job: JSON.parse(item.value) as Job, eTag: item.eTag };
}

/** The write of a job, made only where the job still is as it was read. */
export function jobChange(
  follower: Follower,
  { id, job }: Omit<KeptJob, "eTag">,
  ifTag?: string,
): StateChange {
  const key = stateKey(follower, id);
  return {
    key,
    value: JSON.stringify(job),
    eTag: randomUUID(),
    ...(ifTag !== undefined && { ifTag }),
  };
}

/** The same for the same job when its turn is run again. Nobody can read the openid out of it. */
export function jobId(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
}

/** A result as activities. */
export function activitiesOf(result: JobResult): readonly Partial<Activity>[] {
  if (!result) return [];
  if (typeof result === "string") return [{ type: "message", text: result }];
  return Array.isArray(result) ? result : [result as Partial<Activity>];
}

/** The same messages; the first text stands under the question. */
export function underQuestion(
  activities: readonly Partial<Activity>[],
  heading: string,
): readonly Partial<Activity>[] {
  const index = activities.findIndex(({ text }) => text !== undefined && text !== "");
  if (index < 0 || heading === "") return activities;
  return activities.map((one, i) =>
    i === index ? { ...one, text: `${heading}\n${one.text}` } : one,
  );
}
