import { useState } from "preact/hooks";
import type { CheckView } from "../../wire.ts";
import { useStage } from "../context.ts";
import { order } from "../server.ts";

const MARKS = { good: "✓", warning: "!", bad: "✗", skipped: "–" } as const;

/** The checks of `doctor` for an account with secrets of its own, run when somebody asks. */
export function OwnChecks({ appId }: { readonly appId: string }) {
  const { say, session, attempt } = useStage();
  const [checks, setChecks] = useState<readonly CheckView[] | undefined>();
  const [isRunning, setRunning] = useState(false);
  if (!session.examines) return null;
  async function run(): Promise<void> {
    setRunning(true);
    const done = await attempt(() =>
      order<{ checks: readonly CheckView[] }, "/api/examine">("/api/examine", { appId }),
    );
    setRunning(false);
    if (done !== undefined) setChecks(done.checks);
  }
  return (
    <>
      <button type="button" class="secondary" disabled={isRunning} onClick={() => void run()}>
        {say(isRunning ? "examining" : "examine")}
      </button>
      {checks !== undefined && (
        <ul class="examined" aria-label={say("examined")}>
          {checks.map((one) => (
            <Check key={one.check.en} one={one} />
          ))}
        </ul>
      )}
    </>
  );
}

function Check({ one }: { readonly one: CheckView }) {
  const { say, language } = useStage();
  const { check, state, found, todo } = one;
  return (
    <li class={state}>
      <b>
        <span aria-hidden="true">{MARKS[state]}</span> {check[language]}
        <span class="unseen"> · {say(`examined_${state}`)}</span>
      </b>
      <p>{found[language]}</p>
      {todo !== undefined && (
        <ol>
          {todo[language].map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
    </li>
  );
}
