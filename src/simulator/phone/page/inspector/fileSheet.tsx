import type { FollowerAction } from "../../../actions/actions.ts";
import { useStage } from "../context.ts";
import { dropDrafts } from "../drafts.ts";
import type { Word } from "../words.ts";

export interface PanelProps {
  readonly openid: string;
  readonly onDone: () => void;
}

/** Sends what a person does, and closes the panel; `panel`: whose fields are sent by it. */
export function useAct(
  { openid, onDone }: PanelProps,
  panel = "",
): (action: FollowerAction) => void {
  const { ask } = useStage();
  return (action) => {
    onDone();
    void ask("/api/act", { openid, action }).then((done) => {
      if (done !== undefined && panel !== "") dropDrafts(`${panel}.${openid}.`);
    });
  };
}

/** A picture or a video: a file of the tester's, or a tiny sample. */
export function FileSheet({
  kind,
  sample,
  ...props
}: PanelProps & { readonly kind: "image" | "video"; readonly sample: Word }) {
  const { say, ask, tell } = useStage();
  const act = useAct(props);
  async function choose(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    if (file.size > BIGGEST) return tell(say("fileTooBig"));
    const base64 = await base64Of(file);
    const stored = await ask("/api/media", { type: kind, name: file.name, base64 });
    if (typeof stored?.mediaId === "string") act({ do: kind, mediaId: stored.mediaId });
  }
  return (
    <div class="sheet">
      <label class="secondary file-choice">
        {say("choosePicture")}
        <input
          type="file"
          accept={kind === "image" ? "image/png,image/jpeg,image/gif,image/bmp" : "video/mp4"}
          onChange={({ currentTarget }) => void choose(currentTarget.files?.[0])}
        />
      </label>
      <button type="button" class="primary" onClick={() => act({ do: kind })}>
        {say(sample)}
      </button>
    </div>
  );
}

/** What WeChat takes, in bytes. */
const BIGGEST = 10 * 1_024 * 1_024;

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  const step = 0x8000;
  for (let from = 0; from < bytes.length; from += step) {
    text += String.fromCharCode(...bytes.subarray(from, from + step));
  }
  return btoa(text);
}
