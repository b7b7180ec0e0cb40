import type { TimelineEvent } from "../world/timeline.ts";
import type { BotView, LogLine, MachineView } from "./wire.ts";

/** What happened since a program asked the last time. */
export interface Happened {
  /** Which run of the server it is: in another one everything is counted anew. */
  readonly run: string;
  readonly bot: BotView;
  readonly machines: readonly MachineView[];
  readonly lines: readonly { readonly n: number; readonly line: LogLine }[];
  /** Without the secrets of the server under test. */
  readonly events: readonly TimelineEvent[];
}
