import { type Job, stateKey } from "../../adapter/jobs/job.ts";
import type { Outgoing } from "../../adapter/plan/outgoing.ts";
import { type ConversationRecord, readRecord } from "../../adapter/turn/record.ts";
import type { WeChatAdapter } from "../../adapter/weChatAdapter.ts";
import { SLICE } from "../../bots/dialogueRunner.ts";
import { StateConflict, WeChatError } from "../../errors.ts";
import type { KeptView, StateOrder } from "../../simulator/phone/wireKept.ts";
import type { StateItem } from "../../store/botState.ts";
import { readExport } from "../world/readExport.ts";
import type { BotWatch } from "./watchBot.ts";
import { talkOf } from "./watchDialogues.ts";

const NOTHING: KeptView = { state: [], slices: [], timers: [], held: [], jobs: [] };

/** What is kept of a follower, for the tester's page. */
export async function keptOf(adapter: WeChatAdapter, openid: string): Promise<KeptView> {
  const kept = await readExport(adapter.export(openid));
  if (kept === undefined) return NOTHING;
  const { record, timers, held, state } = kept;
  const slices = (record as Partial<ConversationRecord> | undefined)?.s ?? {};
  const jobs = jobsIn(openid, state);
  return {
    state: state
      .filter(({ key }) => !isJob(openid, key))
      .map(({ key, value, eTag }) => ({ key, value: laidOut(JSON.parse(value)), eTag })),
    slices: Object.entries(slices).map(([name, value]) => ({ name, value: laidOut(value) })),
    timers: [...timers].sort((a, b) => a.at - b.at).map(({ id, at, data }) => ({ id, at, data })),
    held: held.map(({ id, message, expiresAt }) => ({
      ...{ id, text: textOf(message as Outgoing) },
      ...(expiresAt !== undefined && { expiresAt }),
    })),
    jobs,
  };
}

/** Tells where a follower stands whom an earlier process has met. */
export async function meet(adapter: WeChatAdapter, openid: string, watch: BotWatch): Promise<void> {
  const kept = await readExport(adapter.export(openid));
  if (kept?.record === undefined) return;
  const { f: record, s: slices } = readRecord(kept.record);
  watch.meets(openid, { record, held: kept.held.length }, talkOf(slices?.[SLICE]));
}

/**
 * Writes a value of bot state as the bot would outside of a turn. Throws `WeChatError`: `turn-runs` while a turn of the
 * follower runs or waits, whose end would overwrite it; `state-gone`; `state-conflict` where it was written meanwhile.
 */
export async function writeState(adapter: WeChatAdapter, order: StateOrder): Promise<void> {
  const { openid, key, value, eTag } = order;
  const kept = await readExport(adapter.export(openid));
  if (kept !== undefined && kept.queue.length > 0) {
    throw new WeChatError(
      "turn-runs",
      "A turn of this person runs, and would overwrite what you write: save again when it has ended.",
    );
  }
  const known = kept?.state.some((one) => one.key === key) && !isJob(openid, key);
  if (known !== true) {
    throw new WeChatError("state-gone", "Nothing is kept under this key any more: look again.");
  }
  try {
    await adapter.botStorage.write({ [key]: { ...(JSON.parse(value) as object), eTag } });
  } catch (error) {
    if (!(error instanceof StateConflict)) throw error;
    throw new WeChatError(
      error.code,
      "The bot has written this since you began to edit: close it, look at what it is now, and edit that.",
    );
  }
}

function isJob(openid: string, key: string): boolean {
  return key.startsWith(stateKey({ appId: "", openid }, ""));
}

function jobsIn(openid: string, state: readonly StateItem[]): KeptView["jobs"] {
  return state
    .filter(({ key }) => isJob(openid, key))
    .map(({ key, value }) => {
      const { name, state, tries, question, input } = JSON.parse(value) as Job;
      const id = key.slice(stateKey({ appId: "", openid }, "").length);
      return { id, name, state, tries, question, input: laidOut(input ?? null) };
    });
}

function laidOut(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** A message in words, as far as it has some. */
function textOf({ reply, words }: Outgoing): string {
  if (words !== undefined) return words;
  const { content } = reply as { readonly content?: unknown };
  return typeof content === "string" ? content : laidOut(reply);
}
