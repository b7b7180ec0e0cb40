/** A human agent of customer service. Source: svc:customer/servicermanage */
export interface Agent {
  /** `prefix@weChatId`. */
  readonly account: string;
  readonly id: number;
  readonly nickname: string;
  readonly online: boolean;
  /** The WeChat user who is bound to it; without one it cannot open a session. */
  readonly weChatUser?: string;
  /** Invited and not yet answered. */
  readonly invited?: { readonly user: string; readonly expiresAt: number };
  readonly headImage: boolean;
}
