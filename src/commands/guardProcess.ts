import { errorFacts, type Log } from "../log.ts";

/**
 * From now on an error that nobody caught, and a rejection that nobody looked at, is logged with its cause and
 * does not end the process: the bot of everybody else goes on. A timer of one conversation that throws is
 * the usual case. A push whose turn it came from is answered or run again by its own rules.
 */
export function guardProcess(log: Log): void {
  // Rejections come here too, as long as nobody listens to them by themselves.
  process.on("uncaughtException", (error, origin) => {
    log.error(
      { origin, ...errorFacts(error, log) },
      "an error that nobody caught; the process goes on",
    );
  });
  // Who reads our lines may go away; to log that again would go on for ever.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}
