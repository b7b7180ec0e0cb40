import type { ComponentChildren } from "preact";
import { Code } from "../../../web/page/code.tsx";
import { Icon } from "../../../web/page/icons.tsx";
import { useStage } from "./context.ts";

/** Puts a text on the clipboard, and says so. */
export function useCopy(): (text: string) => void {
  const { say, tell } = useStage();
  return (text) =>
    void navigator.clipboard.writeText(text).then(
      () => tell(say("copied")),
      () => tell(say("notCopied")),
    );
}

/** A text as it stands, to be copied in one click. `children`: what is shown in its place where it is empty. */
export function Copyable({
  text,
  children,
}: {
  readonly text: string;
  readonly children?: ComponentChildren;
}) {
  const { say } = useStage();
  const copy = useCopy();
  return (
    <div class="copyable">
      <Code>{text === "" ? children : text}</Code>
      {text !== "" && (
        <button
          type="button"
          class="plain copy"
          title={say("copy")}
          aria-label={say("copy")}
          onClick={() => copy(text)}
        >
          <Icon name="copy" size={15} />
        </button>
      )}
    </div>
  );
}
