import { useTopics } from "../../../web/page/store.ts";
import { useStage } from "./context.ts";
import { type Refusal, written } from "./link.ts";
import type { Word } from "./words.ts";

/** A browser needs the file for a moment after it was told to save it. */
const SAVED_MS = 60_000;

/** The chat so far, to be had as a test. */
export function AsTest({ openid }: { readonly openid: string }) {
  const { model, say, tell, tellWhy } = useStage();
  useTopics(model.topics, "bot");
  const { dialogues = "foreign", name = "" } = model.bot ?? {};
  const whyNot = dialogues === "exported" ? undefined : say(`dialogues_${dialogues}`, name);
  /** A link of the browser's own would save a refusal as if it were the test. */
  const save = (path: string, file: string) => (event: Event) => {
    event.preventDefault();
    written(path).then(
      (blob) => saveAs(blob, file),
      (refusal: Refusal) => tellWhy(refusal),
    );
  };
  const link = (form: string, file: string, word: Word, kind = "secondary") => (
    <a
      class={kind}
      href={`/api/${form}/${openid}`}
      download={file}
      onClick={save(`/api/${form}/${openid}`, file)}
    >
      {say(word)}
    </a>
  );
  return (
    <section class="block">
      <h3>{say("asTest")}</h3>
      <div class="ways">
        {link("test", "chat.test.mjs", "asTestCode", "secondary strong")}
        {whyNot === undefined ? (
          link("dialogue", "dialogue.test.mjs", "asDialogueTest")
        ) : (
          <button
            type="button"
            class="secondary"
            aria-disabled
            aria-describedby="no-dialogue-test"
            onClick={() => tell(whyNot)}
          >
            {say("asDialogueTest")}
          </button>
        )}
        {link("script", "chat.txt", "asTestScript")}
      </div>
      <p class="quiet">{say("asTestHint")}</p>
      {whyNot !== undefined && (
        <p class="quiet" id="no-dialogue-test">
          {whyNot}
        </p>
      )}
    </section>
  );
}

function saveAs(blob: Blob, file: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), SAVED_MS);
}
