import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Topics } from "../../web/page/store.ts";
import type { Language } from "../../web/page/taste.ts";
import type { SessionView } from "../wire.ts";
import { Refused, read } from "./server.ts";
import type { Say } from "./words.ts";

/** What every view needs. */
export interface Stage {
  readonly session: SessionView;
  readonly say: Say;
  readonly language: Language;
  /** `accounts` changes whenever something about one of them does. */
  readonly topics: Topics;
  /** Shows a sentence for a moment. */
  readonly tell: (text: string) => void;
  /** Does something that may be refused; the reader is told why. Resolves to `undefined` then. */
  readonly attempt: <T>(run: () => Promise<T>) => Promise<T | undefined>;
}

export const StageContext = createContext<Stage | undefined>(undefined);

export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (stage === undefined) throw new Error("There is no stage.");
  return stage;
}

/**
 * What the server says under a path, asked again whenever accounts change, unless it is asked `once`. `gone`:
 * there is no such thing.
 */
export function useRead<T>(path: string, once = false): T | "gone" | undefined {
  const { topics } = useStage();
  const [answer, setAnswer] = useState<{ path: string; value: T | "gone" } | undefined>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (once) return undefined;
    return topics.subscribe("accounts", () => setTurn((count) => count + 1));
  }, [topics, once]);
  useEffect(() => {
    let here = true;
    read<T>(path).then(
      (value) => here && setAnswer({ path, value }),
      (error) => {
        const isGone = error instanceof Refused && error.refusal.status === 404;
        if (here && isGone) setAnswer({ path, value: "gone" });
      },
    );
    return () => {
      here = false;
    };
  }, [path, turn]);
  return answer?.path === path ? answer.value : undefined;
}
