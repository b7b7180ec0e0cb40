import { useEffect, useRef, useState } from "preact/hooks";
import { useStage } from "./context.ts";
import { order } from "./server.ts";

/** What must be true first, then the one-time link. With an AppID: to authorise that account again. */
export function LinkDialog({
  appId,
  onClose,
}: {
  readonly appId?: string;
  readonly onClose: () => void;
}) {
  const { say, attempt, tell } = useStage();
  const dialog = useRef<HTMLDialogElement>(null);
  const [address, setAddress] = useState("");
  // A modal dialog of the browser's own keeps the keyboard inside, and closes by Escape.
  useEffect(() => dialog.current?.showModal(), []);
  async function make(): Promise<void> {
    const made = await attempt(() =>
      order<{ address: string }, "/api/link">("/api/link", appId === undefined ? {} : { appId }),
    );
    if (made !== undefined) setAddress(made.address);
  }
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(address);
    tell(say("copied"));
  }
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="link-title" onClose={onClose}>
      <h2 id="link-title">{say(appId === undefined ? "linkAccount" : "authoriseAgain")}</h2>
      {address === "" ? (
        <>
          <h3>{say("before")}</h3>
          <ul class="conditions">
            <li>{say("condition1")}</li>
            <li>{say("condition2")}</li>
            <li>{say("condition4")}</li>
            <li>{say("condition3")}</li>
          </ul>
          <footer class="dialog-foot">
            <button type="button" class="secondary" onClick={() => dialog.current?.close()}>
              {say("cancel")}
            </button>
            <button type="button" class="primary" onClick={() => void make()}>
              {say("makeLink")}
            </button>
          </footer>
        </>
      ) : (
        <>
          <label class="field">
            <span>{say("oneTimeLink")}</span>
            <input
              readonly
              value={address}
              onFocus={({ currentTarget }) => currentTarget.select()}
            />
          </label>
          <p class="quiet">{say("linkHint")}</p>
          <footer class="dialog-foot">
            <button type="button" class="secondary" onClick={() => dialog.current?.close()}>
              {say("close")}
            </button>
            <button type="button" class="secondary" onClick={() => void copy()}>
              {say("copy")}
            </button>
            <a class="primary" href={address} target="_blank" rel="noreferrer">
              {say("open")}
            </a>
          </footer>
        </>
      )}
    </dialog>
  );
}
