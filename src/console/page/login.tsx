import { useState } from "preact/hooks";
import { order, type Refused } from "./server.ts";
import { refusalIn, type Say } from "./words.ts";

/** The token, typed or pasted. */
export function Login({ say, onIn }: { readonly say: Say; readonly onIn: () => void }) {
  const [token, setToken] = useState("");
  const [problem, setProblem] = useState("");
  async function enter(event: Event): Promise<void> {
    event.preventDefault();
    try {
      await order("/api/login", { token });
      onIn();
    } catch (error) {
      setProblem(refusalIn(say, (error as Refused).refusal));
    }
  }
  return (
    <main class="login" id="main">
      <form class="card" onSubmit={(event) => void enter(event)}>
        <h2>{say("logIn")}</h2>
        <label class="field">
          <span>{say("token")}</span>
          <input
            type="password"
            autocomplete="current-password"
            value={token}
            onInput={({ currentTarget }) => setToken(currentTarget.value)}
          />
        </label>
        <p class="quiet">{say("tokenHint")}</p>
        {problem !== "" && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" class="primary wide" disabled={token === ""}>
          {say("logIn")}
        </button>
      </form>
    </main>
  );
}
