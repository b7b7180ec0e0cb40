import { SettingsError } from "../errors.ts";
import {
  type AccountKind,
  KIND_NAMES,
  ofKind,
  WITHHELD,
  type Withheld,
} from "../simulator/world/kinds.ts";

/** What `start` is told of the account that it plays. */
export interface KindSaid {
  /** A kind's name. Default: `service`, a verified service account. */
  readonly account?: string | undefined;
  /** Rights that it has not, with commas. Default: it has those of its kind. */
  readonly without?: string | undefined;
}

/** The same flags as options of `parseArgs`, beside the older `--unverified`. */
export const KIND_OPTIONS = {
  account: { type: "string" },
  without: { type: "string" },
  unverified: { type: "boolean" },
} as const;

/** As {@link readKind}, where `--unverified` stands for a subscription account that is not verified. */
export function readKindOr({
  unverified = false,
  ...said
}: KindSaid & { readonly unverified?: boolean | undefined }) {
  if (!unverified) return readKind(said);
  if (said.account !== undefined) {
    throw new SettingsError(["Give --account or --unverified, not both."]);
  }
  return readKind({ ...said, account: "subscription-unverified" });
}

/** Reads the kind of account that is to be played; `undefined` where nothing was said. Throws `SettingsError`. */
export function readKind({ account, without }: KindSaid): ReturnType<typeof ofKind> | undefined {
  if (account === undefined && without === undefined) return undefined;
  const kind = account ?? "service";
  const lacks = (without ?? "").split(",").filter((name) => name !== "");
  const problems = [
    ...(isOneOf(KIND_NAMES, kind)
      ? []
      : [`--account ${JSON.stringify(kind)} is unknown: use ${KIND_NAMES.join(", ")}.`]),
    ...lacks
      .filter((name) => !isOneOf(WITHHELD, name))
      .map((name) => `--without ${JSON.stringify(name)} is unknown: use ${WITHHELD.join(", ")}.`),
  ];
  if (problems.length > 0) throw new SettingsError(problems);
  return ofKind(kind as AccountKind, lacks as Withheld[]);
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name);
}
