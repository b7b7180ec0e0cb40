import { SettingsError, StoreUnavailable, WeChatError } from "../../errors.ts";
import type { Log } from "../../log.ts";

/**
 * Errors of a server that may serve later. Every other error of the server means that somebody must change something.
 */
const PASSES =
  /^(?:LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|READONLY|MISCONF|OOM|NOREPLICAS|ERR max number)\b/;
/** A server's own error begins with a word in capitals; the client's error about a connection does not. */
const SERVERS_WORD = /^[A-Z]{2,}\b/;
/** Codes of Node's TLS for a certificate that nobody will mend within seconds. */
const CERTIFICATE = /CERT|SIGNATURE|^ERR_SSL|^ERR_TLS/;

/**
 * The first connection to a Redis. The client tries for ever and does not tell why it fails. Here, a reason that
 * waiting does not mend ends the opening at once; any other reason is given when the time is over. Nothing is logged
 * before that: whoever starts the process reads one sentence.
 */
export class Opening {
  /** Where the server is, without user and password. */
  readonly #place: string;
  readonly #log: Log;
  readonly #hopeless = Promise.withResolvers<never>();
  #last: Error | undefined;
  #over = false;

  constructor(place: string, log: Log) {
    this.#place = place;
    this.#log = log;
    this.#hopeless.promise.catch(() => {});
  }

  /** The log for the connection: silent until the connection is open. */
  get log(): Log {
    const log = this.#log;
    return {
      info: (facts, message) => this.#over && log.info(facts, message),
      warn: (facts, message) => this.#over && log.warn(facts, message),
      error: (facts, message) => this.#over && log.error(facts, message),
    };
  }

  /** Is told of every failed try. */
  hear(error: Error): void {
    if (this.#over) return;
    this.#last = error;
    if (isHopeless(error)) this.#hopeless.reject(this.refused(error));
  }

  /**
   * Runs `make`, in which the client reads the address. Throws {@link SettingsError} for an address that the client
   * cannot read.
   */
  made<T>(make: () => T): T {
    try {
      return make();
    } catch (error) {
      throw error instanceof WeChatError ? error : this.refused(error as Error);
    }
  }

  /**
   * Waits at most so long for the connection, in milliseconds. Throws `SettingsError` or `StoreUnavailable` with the
   * real reason.
   */
  async within(connectMs: number, connecting: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const tried = ` (tried for ${connectMs / 1_000} s)`;
      timer = setTimeout(() => reject(this.#unreachable(this.#last, tried)), connectMs);
    });
    try {
      await Promise.race([connecting, late, this.#hopeless.promise]);
    } catch (error) {
      throw error instanceof WeChatError ? error : this.#unreachable(error as Error);
    } finally {
      clearTimeout(timer);
      connecting.catch(() => {});
    }
  }

  /** From now on the log is heard. */
  done(): void {
    this.#over = true;
  }

  /** An error of the server that only another setting mends. */
  refused(error: Error): SettingsError {
    return new SettingsError([
      `The Redis at ${this.#place} cannot be used: ${reasonOf(error)} (look at the address of the store, its user, password and database).`,
    ]);
  }

  /**
   * What to throw for an error of the first commands. An older client counts as connected before it has asked the
   * server anything, so the server's refusal comes as the reply to our first command.
   */
  verdict(error: Error): WeChatError {
    const said = error instanceof StoreUnavailable ? error.cause : error;
    if (said instanceof Error && !(said instanceof WeChatError) && isHopeless(said))
      return this.refused(said);
    return error instanceof WeChatError ? error : this.refused(error);
  }

  #unreachable(error: Error | undefined, tried = ""): StoreUnavailable {
    const reason = error === undefined ? "it does not answer" : reasonOf(error);
    return new StoreUnavailable(
      `The Redis at ${this.#place} cannot be reached: ${reason}${tried}.`,
      { cause: error },
    );
  }
}

function isHopeless(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === "string" && CERTIFICATE.test(code)) return true;
  return SERVERS_WORD.test(error.message) && !PASSES.test(error.message);
}

/** Node's error of a name with several addresses says nothing by itself. */
function reasonOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return (error.message || code || error.name).replace(/\.$/, "");
}
