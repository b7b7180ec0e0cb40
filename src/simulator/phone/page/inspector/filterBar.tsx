import type { ComponentChildren } from "preact";
import { useStage } from "../context.ts";
import type { Word } from "../words.ts";

/** What a list shows: all of a kind, and of these what holds some words. */
export function FilterBar<Kind extends string>({
  kinds,
  kind,
  onKind,
  label,
  words,
  onWords,
  placeholder,
  children,
}: {
  readonly kinds: readonly (readonly [kind: Kind, word: Word])[];
  readonly kind: Kind;
  readonly onKind: (kind: Kind) => void;
  readonly label: Word;
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly placeholder: Word;
  readonly children?: ComponentChildren;
}) {
  const { say } = useStage();
  return (
    <div class="log-bar">
      <fieldset class="segmented" aria-label={say(label)}>
        {kinds.map(([name, word]) => (
          <button
            type="button"
            key={name}
            aria-pressed={kind === name}
            onClick={() => onKind(name)}
          >
            {say(word)}
          </button>
        ))}
      </fieldset>
      <input
        {...({ type: "search" } as object)}
        value={words}
        placeholder={say(placeholder)}
        aria-label={say(placeholder)}
        onInput={({ currentTarget }) => onWords(currentTarget.value)}
        onKeyDown={({ key }) => key === "Escape" && onWords("")}
      />
      {children}
    </div>
  );
}
