import type { Ours } from "../../wireOurs.ts";
import type { TrafficRecord } from "../model.ts";

/** What of the traffic is shown. */
export type Kind = "all" | "push" | "call" | "turn" | "bad";

/** Whether something went wrong with a record. */
export function isBad(record: TrafficRecord): boolean {
  if (record.kind === "call") return record.errcode !== 0 || record.status !== 200;
  if (record.ours.some((one) => one.see === "threw")) return true;
  return record.kind === "push" && record.ended?.saw === "fault";
}

/** An id is searched by so many of its characters at least: two digits stand in every other one. */
const PART_OF_ID = 5;

/**
 * Whether a record is of a kind and holds all words, which are in small letters: in what it says, what the bot said to it,
 * its codes and keys, or in its ids. `name`: whose it is.
 */
export function isWanted(
  record: TrafficRecord,
  kind: Kind,
  words: readonly string[],
  name: string,
): boolean {
  if (kind === "bad" ? !isBad(record) : kind !== "all" && record.kind !== kind) return false;
  if (words.length === 0) return true;
  const { text, ids } = foundIn(record);
  const called = name.toLowerCase();
  return words.every(
    (word) =>
      text.includes(word) ||
      called.includes(word) ||
      (word.length >= PART_OF_ID && ids.includes(word)),
  );
}

interface Found {
  readonly text: string;
  readonly ids: string;
}

/** Records are never changed, but replaced: each is read once, however much is typed. */
const found = new WeakMap<TrafficRecord, Found>();

function foundIn(record: TrafficRecord): Found {
  const known = found.get(record);
  if (known !== undefined) return known;
  const { kind, id, openid } = record;
  const finds =
    kind === "turn" ? [] : kind === "call" ? [record.find] : [record.find, record.ended?.find];
  const words = finds.map((find) => find?.words ?? "").join(" ");
  const ids = finds.map((find) => find?.ids ?? "").join(" ");
  const made = {
    text: `${textOf(record)} ${words}`.toLowerCase(),
    ids: `${id} ${openid} ${ids}`.toLowerCase(),
  };
  found.set(record, made);
  return made;
}

function textOf(record: TrafficRecord): string {
  if (record.kind === "call") return `${record.path} ${record.errcode} ${record.status}`;
  const ours = record.ours.map(oursText).join(" ");
  if (record.kind === "turn") return `${record.id} ${ours}`;
  const { what, gist, ended, tries } = record;
  const whys = tries.map(({ why = "" }) => why).join(" ");
  return `${what} ${gist} ${ended?.fault ?? ""} ${ended?.why ?? ""} ${whys} ${ours}`;
}

function oursText(one: Ours): string {
  switch (one.see) {
    case "step":
      return one.route;
    case "job":
      return one.name;
    case "threw":
      return `${one.error} ${one.place ?? ""}`;
    case "fate":
      return `${one.fate} ${one.errcode ?? ""}`;
    default:
      return "";
  }
}
