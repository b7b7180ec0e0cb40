import type { FollowerAction } from "../../simulator/actions/actions.ts";
import { readSight, type Sight } from "../sight.ts";
import { expectedOf, literal } from "./expected.ts";
import { lengthOf } from "./length.ts";
import { type Move, typedIn } from "./moves.ts";

/** A chat as the lines of `simulate --script`. */
export function scriptOf(moves: readonly Move[]): string {
  const typed = typedIn(moves);
  const lines = moves.flatMap((move): readonly string[] => {
    if (move.do === "wait") return [`wait ${lengthOf(move.ms)}`];
    if (move.do === "see") return move.sights.map((sight) => expectation(sight, typed));
    return [actInWords(move.action)];
  });
  return `# A recorded chat: npm run simulate -- --script FILE\n${lines.join("\n")}\n`;
}

function expectation(sight: Sight, typed: readonly string[]): string {
  if (typeof sight !== "string") {
    if ("fault" in sight) return `expect fault ${sight.fault}`;
    return `expect [${Object.keys(sight)[0]}]`;
  }
  const expected = expectedOf(readSight(sight).words, typed);
  if (typeof expected !== "string") return `expect like ${expected}`;
  const line = escaped(expected);
  // What the script would read as something else than a text.
  const isPlain = line === line.trim() && !/^(?:like|fault|nothing$|\[\w+\]$)/.test(line);
  return isPlain ? `expect ${line}` : `expect like /^${literal(expected)}$/`;
}

function actInWords(action: FollowerAction): string {
  switch (action.do) {
    case "follow":
      return action.scene === undefined ? "follow" : `follow ${action.scene}`;
    case "say":
      return `say ${escaped(action.text)}`;
    case "tap":
      return `tap ${action.key}`;
    case "scan":
      return `scan ${action.scene ?? action.ticket ?? ""}`;
    case "choose":
      return `choose ${action.id}`;
    case "location":
      return `location ${action.latitude} ${action.longitude} ${action.label ?? ""}`.trimEnd();
    case "report":
      return `report ${action.latitude} ${action.longitude}`;
    case "voice":
      return `voice ${action.recognition ?? ""}`.trimEnd();
    case "link":
      return `link ${action.url} ${action.title}`;
    case "unfollow":
    case "image":
    case "video":
      return action.do;
    default:
      return `# a script has no line for this: ${JSON.stringify(action)}`;
  }
}

function escaped(text: string): string {
  return text.replaceAll("\n", "\\n");
}
