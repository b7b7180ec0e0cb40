import { lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import type { Dispatcher } from "undici";
import type { Clock } from "../../clock.ts";
import { startDeadline } from "../deadline.ts";
import { ExchangeError, exchange } from "../exchange.ts";
import { isPublicAddress } from "./addresses.ts";
import { MediaError } from "./mediaTypes.ts";

/** How to fetch a URL from outside. Defaults in brackets. */
interface FetchSettings {
  readonly clock: Clock;
  /** The longest file, in bytes. */
  readonly maxBytes: number;
  /** From the first byte out to the last byte in, in milliseconds [10,000]. */
  readonly deadlineMs?: number | undefined;
  /** How names are resolved [the system's way]. */
  readonly lookup?: LookupFunction | undefined;
  /** Private origins that may be fetched from all the same, such as a simulated WeChat's. */
  readonly trustedOrigins?: readonly string[] | undefined;
}

const DEADLINE_MS = 10_000;
const CONNECT_MS = 3_000;

/**
 * Fetches a file from a URL that somebody else chose, without letting him reach into our network: https only, no
 * credentials, no redirects; and no private address, whether the URL names it or its host name resolves to it. The
 * connection goes to the addresses that were checked, so a name that changes between check and connection gains
 * nothing. Throws a {@link MediaError}.
 */
export async function fetchFile(address: string | URL, settings: FetchSettings): Promise<Buffer> {
  const url = allowedUrl(address, settings.trustedOrigins ?? []);
  const trusted = settings.trustedOrigins?.includes(url.origin) === true;
  const { Agent } = await import("undici");
  const dispatcher: Dispatcher = new Agent({
    allowH2: false,
    connect: {
      timeout: CONNECT_MS,
      ...(trusted ? {} : { lookup: publicOnly(settings.lookup ?? systemLookup) }),
    },
  });
  const deadline = startDeadline(settings.clock, settings.deadlineMs ?? DEADLINE_MS);
  const { maxBytes } = settings;
  try {
    const reply = await exchange({ method: "GET", url, maxBytes, deadline, dispatcher });
    if (reply.status === 200) return reply.bytes;
    const redirect = reply.status >= 300 && reply.status < 400;
    throw new MediaError(
      redirect ? "url-redirects" : "url-status",
      `The URL on ${url.hostname} answered ${reply.status}. ` +
        (redirect ? "Give the address it leads to." : "Check that it can be opened by everybody."),
    );
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    throw new MediaError(CODES[error.reason] ?? "url-unreachable", sentence(url, error));
  } finally {
    // Not awaited, because an endless answer would never let it end.
    dispatcher.destroy().catch(() => {});
  }
}

const CODES: Readonly<Record<string, string>> = {
  "too-long": "media-too-large",
  timeout: "url-timeout",
};

function sentence({ hostname }: URL, { fault }: ExchangeError): string {
  return `The file on ${hostname} could not be fetched (${fault}). Check that everybody can open it.`;
}

function allowedUrl(address: string | URL, trustedOrigins: readonly string[]): URL {
  const url = URL.canParse(String(address)) ? new URL(address) : undefined;
  if (url === undefined) {
    throw new MediaError("url-malformed", "The address is not a URL. Give one with https://.");
  }
  if (trustedOrigins.includes(url.origin)) return url;
  if (url.protocol !== "https:") {
    throw new MediaError(
      "url-not-https",
      `The URL begins with ${url.protocol}, only https: is fetched.`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new MediaError("url-credentials", "The URL holds a name or password. Leave them out.");
  }
  // The URL parser has already turned 0x7f.1, 2130706433 and the like into dotted numbers. Literal addresses are
  // never looked up, so they are checked here.
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw privateAddress(url.hostname);
  return url;
}

function privateAddress(host: string): MediaError {
  return new MediaError(
    "url-private",
    `${host} is not a public address. Upload the file's bytes instead of its URL.`,
  );
}

/** Refuses the connection unless every address of the name is public. */
function publicOnly(lookup: LookupFunction): LookupFunction {
  return function lookupPublic(hostname, options, callback) {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, "", 0);
      const addresses = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }];
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
        return callback(Object.assign(privateAddress(hostname), { code: "url-private" }), "", 0);
      }
      if (options.all === true) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}
