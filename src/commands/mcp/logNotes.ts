import type { Happened } from "../../simulator/phone/wireHappened.ts";
import type { TimelineEvent } from "../../simulator/world/timeline.ts";
import { failureInWords } from "../../testing/errorNotes.ts";

/** A line of the bot's log, or of its console. */
export type Line = Happened["lines"][number];

/** What a program wants to know: errors, and what the bot itself wrote. */
export function isWorthANote({ line: { level, text } }: Line): boolean {
  return level !== "info" && level !== "warn" && text.trim() !== "";
}

/** A line in words: of an error with the step of its dialogue, and the first place in the bot's own code. */
export function noteOf({ line: { text, more = "" } }: Line): string {
  const facts = Object.fromEntries(
    [...more.matchAll(/^(\w+): (.*)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
  return failureInWords({ ...facts, stack: more }, text.trim());
}

/** What happened, with the notes of the log in their places. */
export function withNotes(
  events: readonly TimelineEvent[],
  lines: readonly Line[],
): readonly TimelineEvent[] {
  const notes = lines.filter(isWorthANote);
  const merged: TimelineEvent[] = [];
  let next = 0;
  for (const event of events) {
    for (let note = notes[next]; note !== undefined && note.line.at < event.at; ) {
      merged.push(asEvent(note));
      note = notes[++next];
    }
    merged.push(event);
  }
  return [...merged, ...notes.slice(next).map(asEvent)];
}

function asEvent(note: Line): TimelineEvent {
  return { seq: 0, at: note.line.at, type: "note", text: noteOf(note) };
}
