import { issue } from "../api/calls/tokenCalls.ts";
import type { Fault, FaultEffect, Faults } from "../faults/faults.ts";
import type { Platform } from "../platform.ts";
import type { Account } from "../world/account.ts";
import type { OrderedFault, TroubleView } from "./wire.ts";
import type { Orders } from "./wireOrders.ts";

/** What can be put out of order beside WeChat's API. */
interface Breakable {
  /** The bot takes so much longer from now on. */
  slow(ms: number): void;
  /** The next answer of the bot gets lost on its way. */
  loseNext(): void;
}

interface TroubleParts {
  readonly platform: Platform;
  readonly account: Account;
  readonly faults: Faults;
  readonly controls: Breakable;
  readonly onChange: (trouble: TroubleView) => void;
}

/** What is out of order on purpose, whoever ordered it: a tester on the page, or his coding tool. */
export class Troubles {
  readonly #parts: TroubleParts;
  readonly #stop: () => void;
  #slowMs = 0;
  #losing = 0;
  #apiDown: number | undefined;

  constructor(parts: TroubleParts) {
    this.#parts = parts;
    // A fault that strikes so many times is over by itself.
    this.#stop = parts.platform.timeline.subscribe(({ type }) => {
      if (type.startsWith("fault.")) parts.onChange(this.view);
    });
  }

  get view(): TroubleView {
    return {
      slowMs: this.#slowMs,
      losing: this.#losing,
      apiDown: this.#apiDown !== undefined,
      faults: this.#ordered(),
    };
  }

  make(order: Orders["/api/trouble"]): void {
    const { controls, faults, onChange } = this.#parts;
    const { lose, revokeToken, clear = false, fault, clearFault } = order;
    const slowMs = clear ? 0 : (order.slowMs ?? this.#slowMs);
    if (slowMs !== this.#slowMs) controls.slow(slowMs);
    this.#slowMs = slowMs;
    if (lose === true) {
      controls.loseNext();
      this.#losing += 1;
    }
    this.#beDown(clear ? false : (order.apiDown ?? this.#apiDown !== undefined));
    for (const { id } of this.#ordered()) {
      if (clear || clearFault === "all" || clearFault === id) faults.clear(id);
    }
    if (fault !== undefined) faults.order(fault);
    if (revokeToken === true) this.#revokeTokens();
    onChange(this.view);
  }

  /** An answer got lost, as was ordered. */
  answerLost(): void {
    this.#losing = Math.max(0, this.#losing - 1);
    this.#parts.onChange(this.view);
  }

  close(): void {
    this.#stop();
  }

  #beDown(down: boolean): void {
    const { faults } = this.#parts;
    if (down) this.#apiDown ??= faults.order({ do: "status", status: 502 });
    else if (this.#apiDown !== undefined) {
      faults.clear(this.#apiDown);
      this.#apiDown = undefined;
    }
  }

  /** Faults beside the API that is down, which is shown by itself. */
  #ordered(): readonly OrderedFault[] {
    return this.#parts.faults
      .list()
      .filter(({ id }) => id !== this.#apiDown)
      .map(({ id, ...fault }) => ({ id, what: whatOf(fault) }));
  }

  /** As when somebody else asks for a token with the account's secret: ours are over at once. */
  #revokeTokens(): void {
    const { platform, account } = this.#parts;
    const retiresOthersAt = platform.clock.now();
    for (const family of ["plain", "stable"] as const) {
      issue(platform, account.settings.appId, family, { retiresOthersAt });
    }
  }
}

/** A fault as a script orders it, its endpoint as rows name it: `errcode 45015 message/custom/send`. */
function whatOf({ path = "", times: _, ...effect }: Fault): string {
  const endpoint = path.replace("/cgi-bin/", "");
  return [effect.do, detailOf(effect as FaultEffect), endpoint].filter(Boolean).join(" ");
}

function detailOf(effect: FaultEffect): string {
  switch (effect.do) {
    case "delay":
      return `${effect.ms} ms`;
    case "errcode":
      return String(effect.errcode);
    case "status":
      return String(effect.status);
    default:
      return "";
  }
}
