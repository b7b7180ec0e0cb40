import { useState } from "preact/hooks";
import { useStage } from "./context.ts";
import { order } from "./server.ts";

interface Code {
  readonly scene: string;
  /** WeChat's picture of it. */
  readonly picture: string;
  /** What the code says. */
  readonly url: string;
}

/** Makes QR codes that bring a scene with whoever scans them. */
export function Codes({ appId }: { readonly appId: string }) {
  const { say, attempt } = useStage();
  const [scene, setScene] = useState("");
  const [days, setDays] = useState<"30" | "">("30");
  const [code, setCode] = useState<Code | undefined>();
  async function make(event: Event): Promise<void> {
    event.preventDefault();
    const wanted = days === "" ? { appId, scene } : { appId, scene, days: Number(days) };
    const made = await attempt(() => order<Omit<Code, "scene">, "/api/qr">("/api/qr", wanted));
    if (made !== undefined) setCode({ ...made, scene });
  }
  return (
    <section class="card" aria-label={say("qr")}>
      <h3>{say("qr")}</h3>
      <form class="find" onSubmit={(event) => void make(event)}>
        <label class="field">
          <span>{say("scene")}</span>
          <input
            value={scene}
            maxLength={64}
            onInput={({ currentTarget }) => setScene(currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>{say("forDays")}</span>
          <select
            value={days}
            onChange={({ currentTarget }) => setDays(currentTarget.value === "" ? "" : "30")}
          >
            <option value="30">{say("days30")}</option>
            <option value="">{say("forEver")}</option>
          </select>
        </label>
        <button type="submit" class="secondary" disabled={scene === ""}>
          {say("makeCode")}
        </button>
      </form>
      {code !== undefined && (
        <figure class="qr">
          <img src={code.picture} width={180} height={180} alt={say("codeOf", code.scene)} />
          <figcaption>
            <code>{code.url}</code>
          </figcaption>
        </figure>
      )}
    </section>
  );
}
