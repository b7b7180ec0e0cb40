import type { Ours } from "../../wire.ts";
import type { TrafficRecord } from "../model.ts";

/** What of the traffic is shown. */
export type Kind = "all" | "push" | "call" | "turn" | "bad";

/** Whether something went wrong with a record. */
export function isBad(record: TrafficRecord): boolean {
  if (record.kind === "call") return record.errcode !== 0 || record.status !== 200;
  if (record.ours.some((one) => one.see === "threw")) return true;
  return record.kind === "push" && record.ended?.saw === "fault";
}

/** Whether a record is of a kind and holds all words, which are in small letters. `name`: whose it is. */
export function isWanted(
  record: TrafficRecord,
  kind: Kind,
  words: readonly string[],
  name: string,
): boolean {
  if (kind === "bad" ? !isBad(record) : kind !== "all" && record.kind !== kind) return false;
  if (words.length === 0) return true;
  const text = `${name} ${textOf(record)}`.toLowerCase();
  return words.every((word) => text.includes(word));
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
