import type { Courier } from "../../src/adapter/send/courier.ts";

/** Carries customer-service messages to the test's API, with a deadline of its own. */
export function apiCourier(url: string, deadlineMs: number): Courier {
  return async ({ appId }, openid, reply) => {
    const body = JSON.stringify({ appId, openid, reply });
    try {
      const signal = AbortSignal.timeout(deadlineMs);
      const response = await fetch(url, { method: "POST", body, signal });
      const { errcode } = (await response.json()) as { errcode: number };
      if (errcode === 45_047) return "held";
      return errcode === 0 ? "sent" : { refused: errcode };
    } catch (error) {
      const cause = (error as { cause?: { code?: string } }).cause?.code;
      return cause === "ECONNREFUSED" ? "not-sent" : "unknown";
    }
  };
}
