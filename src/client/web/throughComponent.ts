import type { Call, EndpointName, RequestOf } from "../endpoints.ts";

/** The third-party platform that an account authorised, as far as its web pages need it. */
export interface WebComponent {
  readonly appId: string;
  readonly call: Call;
}

/**
 * Exchanges codes of a linked account's pages at the component's address, with the component's token: the account's
 * own address wants its AppSecret, which the platform does not have (41004). All other calls go as usual.
 */
export function throughComponent(call: Call, appId: string, component: WebComponent): Call {
  const routed = (name: EndpointName, request: object = {}, options?: object) => {
    switch (name) {
      case "web.token": {
        const { code } = request as RequestOf<"web.token">;
        return component.call("component.webToken", { appid: appId, code }, options);
      }
      case "web.refreshToken": {
        const { refresh_token } = request as RequestOf<"web.refreshToken">;
        return component.call(
          "component.webRefreshToken",
          { appid: appId, refresh_token },
          options,
        );
      }
      default:
        return (call as (...given: unknown[]) => Promise<unknown>)(name, request, options);
    }
  };
  return routed as Call;
}
