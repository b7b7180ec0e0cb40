/** The one account that all contenders serve: made up, and useless outside a bench. */
export const ACCOUNT = {
  appId: "wx0123456789abcdef",
  originalId: "gh_0123456789ab",
  token: "benchmarktoken",
  encodingAESKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
} as const;

export const modes = ["plain", "safe"] as const;
export type Mode = (typeof modes)[number];

/** What every contender's bot answers to a text. */
export function echo(text: string | undefined): string {
  return `echo: ${text ?? ""}`;
}
