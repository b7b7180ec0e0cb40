/** What web authorisation gives out. Source: off:OA_Web_Apps/Wechat_webpage_authorization */
export interface WebCode {
  readonly code: string;
  readonly appId: string;
  readonly openid: string;
  readonly scope: "snsapi_base" | "snsapi_userinfo";
  readonly expiresAt: number;
  readonly used: boolean;
  readonly componentAppId?: string;
  /** Of a snapshot page, whose visitor is nobody: the openid is made up. */
  readonly snapshot?: true;
}

export interface WebToken {
  readonly token: string;
  readonly refreshToken: string;
  readonly appId: string;
  readonly openid: string;
  readonly scope: "snsapi_base" | "snsapi_userinfo";
  readonly expiresAt: number;
  readonly refreshUntil: number;
}
