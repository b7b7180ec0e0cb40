import type { Courier, Notifier } from "../adapter/send/courier.ts";
import { WeChatApiError } from "../client/apiError.ts";
import type { Client } from "../client/client.ts";
import { ENDPOINTS, type EndpointName } from "../client/endpoints.ts";
import { createCourier } from "../client/messages/courier.ts";
import { createNotifier } from "../client/messages/notification.ts";
import type { CallApi } from "./inProcessApi.ts";

/** The adapter's own courier, in front of the simulated platform's own rules. */
export function simulatedCourier(callApi: CallApi): Courier {
  return createCourier(({ appId }) => ({ call: simulatedCall(callApi, appId) }));
}

/** The same for notifications. */
export function simulatedNotifier(callApi: CallApi): Notifier {
  return createNotifier(({ appId }) => ({ call: simulatedCall(callApi, appId) }));
}

/** The calls that a courier and a notifier make, without a network. */
function simulatedCall(callApi: CallApi, appId: string): Client["call"] {
  async function send(endpoint: EndpointName, message: object): Promise<object> {
    const called = await callApi(appId, ENDPOINTS[endpoint].path, message);
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
