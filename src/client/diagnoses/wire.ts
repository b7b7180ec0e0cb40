import { isIP } from "node:net";

/** Facts from WeChat's text beside the code. Only parts of the expected form are taken. */
export interface WireFacts {
  /** The addresses that WeChat saw: 40164, 61004. */
  readonly ips?: readonly string[];
  /** The field that is wrong: 47003. */
  readonly field?: string;
  /** WeChat's name of the call; it can be looked up for seven days. */
  readonly rid?: string;
  /** When the call was made, in milliseconds. */
  readonly at?: number;
  /** The mark that WeChat's texts had before there were rids, until about August 2020. */
  readonly hint?: string;
}

/** Source: logged answers, for example `invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist`. */
const ADDRESSES = /(?:\binvalid ip |\bipv6 |\brequestIP:\s*)([\da-f.:]+)/gi;
const MAPPED = /^::ffff:(?=\d+\.)/i;
const FIELD = /\bdata\.\w{1,40}(?:\.\w{1,40})?/;
const RID = /\b([\da-f]{8})(?:-[\da-f]{8}){2}\b/i;
const HINT = /\bhint:\s*\[([\w-]{1,64})\]/;
/** Rids exist since 2020; a date outside these years is no time. */
const YEARS = { from: Date.UTC(2020, 0), to: Date.UTC(2100, 0) };

export function readWire(text: string): WireFacts {
  const ips = new Set(
    [...text.matchAll(ADDRESSES)]
      .map(([, address = ""]) => address.replace(/\.$/, "").replace(MAPPED, ""))
      .filter((address) => isIP(address) !== 0),
  );
  const field = FIELD.exec(text)?.[0];
  const rid = RID.exec(text);
  const at = rid ? Number.parseInt(rid[1] ?? "", 16) * 1_000 : Number.NaN;
  const hint = HINT.exec(text)?.[1];
  return {
    ...(ips.size > 0 && { ips: [...ips] }),
    ...(field !== undefined && { field }),
    ...(rid && { rid: rid[0] }),
    ...(at >= YEARS.from && at < YEARS.to && { at }),
    ...(hint !== undefined && { hint }),
  };
}

/** A time as WeChat's console shows it: in Beijing, which has had no summer time since 1991. */
export function beijing(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}
