import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Language } from "../../../web/page/taste.ts";
import type { Orders } from "../wireOrders.ts";
import type { Refusal } from "./link.ts";
import type { Model } from "./model.ts";
import type { Say } from "./words.ts";

/** What every view needs. */
export interface Stage {
  readonly model: Model;
  readonly say: Say;
  readonly language: Language;
  /** Asks the server; what goes wrong is shown to the reader. Resolves to `undefined` then. */
  readonly ask: <P extends keyof Orders>(
    path: P,
    body: Orders[P],
  ) => Promise<{ readonly [name: string]: unknown } | undefined>;
  /** Shows a sentence for a moment. */
  readonly tell: (text: string) => void;
  /** Shows for a moment why the server did not do something. */
  readonly tellWhy: (refusal: Refusal) => void;
}

export const StageContext = createContext<Stage | undefined>(undefined);

export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (stage === undefined) throw new Error("There is no stage.");
  return stage;
}
