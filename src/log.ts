/**
 * Where the house writes what operators should know. The shape is pino's, so that a pino logger fits.
 * Callers pass ids and codes only: never a secret, a message's text or a whole openid.
 */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** Warnings and errors as one JSON line each on standard error; the default. */
export const stderrLog: Log = {
  info: () => {},
  warn: (facts, message) => line("warn", facts, message),
  error: (facts, message) => line("error", facts, message),
};

const LONGEST = 4_000;
// JSON lets these stand, and a terminal or a log reader takes them for orders or for line ends.
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029]/g;

function line(level: string, facts: object, message: string): void {
  const json = JSON.stringify({ level, message, ...facts }, (_name, value) =>
    typeof value === "string" && value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value,
  );
  const safe = json.replace(
    UNPRINTABLE,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  process.stderr.write(`${safe}\n`);
}

/** An openid as it may stand in a log: its last four characters. */
export function masked(openid: string): string {
  return `…${openid.slice(-4)}`;
}

/** An error as it may stand in a log: its class, code and message, without request or response. */
export function errorFacts(error: unknown): { error: string; code?: string; stack?: string } {
  if (!(error instanceof Error)) return { error: String(error) };
  const code = (error as { code?: unknown }).code;
  return {
    error: `${error.name}: ${error.message}`,
    ...(typeof code === "string" && { code }),
    ...(error.stack !== undefined && { stack: error.stack }),
  };
}
