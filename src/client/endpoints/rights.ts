/** What an account can be allowed to do, by its kind and verification. */
export type Right =
  | "customer-service"
  | "template"
  | "one-time"
  | "subscription"
  | "mass"
  | "menu"
  | "conditional-menu"
  | "media"
  | "users"
  | "remarks"
  | "qr-code"
  | "web"
  | "web-pages"
  | "drafts"
  | "publishing"
  | "comments";

/**
 * Who has each right, and which permission sets let a component use it for the account.
 * Source: guide, the interface privilege table; outbound.md 2.1 and 7.3.
 */
export const RIGHTS: Readonly<
  Record<Right, { readonly who: string; readonly permissionSets: readonly number[] }>
> = {
  "customer-service": { who: "verified accounts", permissionSets: [1, 6, 19, 100, 101] },
  template: { who: "verified service accounts", permissionSets: [7, 100, 101] },
  "one-time": { who: "verified accounts", permissionSets: [7] },
  subscription: { who: "verified service accounts", permissionSets: [89] },
  mass: { who: "verified accounts", permissionSets: [7] },
  menu: {
    who: "verified subscription accounts and all service accounts",
    permissionSets: [15],
  },
  "conditional-menu": { who: "verified accounts", permissionSets: [15] },
  media: { who: "verified accounts", permissionSets: [11] },
  users: { who: "verified accounts", permissionSets: [2, 100] },
  remarks: { who: "verified service accounts", permissionSets: [2, 100] },
  "qr-code": { who: "verified service accounts", permissionSets: [3] },
  // Sets 7 and 100 stand on the pages of drafts and publications.
  drafts: { who: "all accounts", permissionSets: [7, 11, 100] },
  publishing: { who: "verified accounts", permissionSets: [7, 100] },
  comments: { who: "verified accounts that have comments", permissionSets: [7, 100] },
  "web-pages": { who: "verified accounts", permissionSets: [4] },
  web: { who: "verified service accounts", permissionSets: [4] },
};
