import { KNOWN_CODES } from "../../src/client/diagnoses/table.ts";
import type { FaultEffect } from "../../src/simulator/faults/faults.ts";
import type { Simulator } from "../../src/simulator/simulator.ts";

/** Codes after which the account counts as without the right for a day: a town of its own has them. */
const NO_RIGHT = [48001, 61003, 61007, 61016];
/** Where faults strike. Typing is one of them: nobody may notice. */
const SEND = "/cgi-bin/message/custom/send";
const PATHS = [
  ...Array.from({ length: 16 }, () => SEND),
  "/cgi-bin/message/custom/typing",
  "/cgi-bin/stable_token",
];

/** Which faults a town has: all codes but those that end a right, or only those. */
export type Climate = "stormy" | "doubted";

/** How often each fault struck. */
export interface Weather {
  readonly struck: { readonly [kind: string]: number };
  readonly codes: ReadonlySet<number>;
  /** The sky clears: nothing more goes wrong. */
  clear(): void;
}

/** Lets about every seventh call of a simulated WeChat go wrong, until it is cleared. */
export function startWeather(
  simulator: Simulator,
  climate: Climate,
  random: () => number,
): Weather {
  const { platform, faults } = simulator;
  const struck: Record<string, number> = {};
  const codes = new Set<number>();
  const effects = new Map<number, FaultEffect>();
  const list = climate === "doubted" ? NO_RIGHT : ordinaryCodes();
  let next = Math.floor(random() * list.length);

  function effect(): FaultEffect {
    const kind = random();
    if (kind < 0.6) return { do: "errcode", errcode: list[next++ % list.length] as number };
    if (kind < 0.68) return { do: "cut", accepted: true };
    if (kind < 0.76) return { do: "cut", accepted: false };
    if (kind < 0.8) return { do: "drop" };
    if (kind < 0.85) return { do: "delay", ms: 1_000 + random() * 8_000 };
    if (kind < 0.92) return { do: "status", status: [500, 502, 503, 504][next % 4] as number };
    return { do: "garble" };
  }

  function order(): void {
    const path = PATHS[Math.floor(random() * PATHS.length)] as string;
    // A token is asked for now and then: faults that wait for it would add up to an outage of many minutes.
    if (path !== SEND && faults.list().some((one) => one.path === path)) return;
    const one = effect();
    effects.set(faults.order({ ...one, path, times: 1 }), one);
  }

  const stop = platform.timeline.subscribe((event) => {
    if (event.type === "fault.struck") {
      const one = effects.get(event.id);
      if (one === undefined) return;
      struck[one.do] = (struck[one.do] ?? 0) + 1;
      if (one.do === "errcode") codes.add(one.errcode);
    }
    const called = event.type === "api.called" || event.type === "fault.struck";
    if (called && random() < (climate === "doubted" ? 0.02 : 0.22)) order();
  });
  return {
    struck,
    codes,
    clear() {
      stop();
      faults.clear();
    },
  };
}

function ordinaryCodes(): readonly number[] {
  return KNOWN_CODES.filter((code) => code !== 0 && !NO_RIGHT.includes(code));
}
