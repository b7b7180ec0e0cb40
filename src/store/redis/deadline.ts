import { StoreUnavailable } from "../../errors.ts";

/** Replies that mean a mistake of ours; every other one means that the server cannot serve now. */
const OURS = /^(?:ERR|WRONGTYPE|CROSSSLOT|NOPERM)\b/;
const NOT_OURS = /^ERR max number of clients/;

/**
 * Waits for a reply for so long and not longer: the client's own timeouts do not cover a command that was written.
 * Rejects with `StoreUnavailable`, unless the server says that the call was wrong. The server may still carry out a
 * command that was given up here; every command of ours allows that.
 */
export async function within<T>(deadlineMs: number, reply: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = () => new StoreUnavailable(`Redis did not reply within ${deadlineMs} ms.`);
    // After a process stood still, Node calls its timers before it reads what came meanwhile, so the timer
    // lets Node read first.
    timer = setTimeout(() => setImmediate(() => reject(error())), deadlineMs);
  });
  try {
    return await Promise.race([reply, late]);
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    const said = error instanceof Error ? error.message : String(error);
    if (OURS.test(said) && !NOT_OURS.test(said)) throw error;
    throw new StoreUnavailable(`Redis is not available: ${said}`, { cause: error });
  } finally {
    clearTimeout(timer);
    reply.catch(() => {});
  }
}
