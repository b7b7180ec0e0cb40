import type { Courier } from "../adapter/dispatch.ts";
import { WeChatApiError } from "../client/apiError.ts";
import type { Client } from "../client/client.ts";
import { createCourier } from "../client/courier.ts";
import type { CallApi } from "./inProcessApi.ts";

const SEND = "/cgi-bin/message/custom/send";

/** The adapter's own courier, in front of the simulated platform's own rules. */
export function simulatedCourier(callApi: CallApi): Courier {
  return createCourier(({ appId }) => ({ call: simulatedCall(callApi, appId) }));
}

/** The one call that a courier makes, without a network. */
function simulatedCall(callApi: CallApi, appId: string): Client["call"] {
  async function send(endpoint: string, message: object): Promise<object> {
    const called = await callApi(appId, SEND, message);
    if (called === 0) return { errcode: 0 };
    if (called === "unknown") {
      throw new WeChatApiError({ code: "api-cut", outcome: "unknown", endpoint });
    }
    throw new WeChatApiError({
      code: "api-refused",
      outcome: "refused",
      endpoint,
      errcode: called,
    });
  }
  return send as unknown as Client["call"];
}
