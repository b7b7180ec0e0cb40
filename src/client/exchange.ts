import type { Dispatcher } from "undici";
import type { Deadline } from "./deadline.ts";
import { faultCode } from "./redact.ts";

/** One request and its answer, with a deadline and a cap. Redirects are not followed. */
interface ExchangeRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  /** The longest answer that is read, in bytes. */
  readonly maxBytes: number;
  readonly deadline: Deadline;
  readonly dispatcher: Dispatcher;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** Why no answer came. */
export class ExchangeError extends Error {
  readonly reason: "timeout" | "unreachable" | "cut" | "too-long";
  /** Whether a part of the request may have left this process. */
  readonly written: boolean;
  /**
   * The code of Node's or undici's error, such as `ECONNREFUSED`. Never its message, which may name addresses and
   * headers.
   */
  readonly fault: string;

  constructor(reason: ExchangeError["reason"], written: boolean, fault: string) {
    super(`${reason} (${fault})`);
    this.name = "ExchangeError";
    this.reason = reason;
    this.written = written;
    this.fault = fault;
  }
}

/** Makes one exchange. Only ever rejects with an {@link ExchangeError}. */
export function exchange(request: ExchangeRequest): Promise<HttpReply> {
  const { url, method, body, dispatcher, deadline, maxBytes } = request;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let head = { status: 0, headers: {} as Record<string, string> };
    let controller: Dispatcher.DispatchController | undefined;
    let over = false;
    const stop = deadline.onEnd(() => fail("timeout", "deadline"));

    function fail(reason: ExchangeError["reason"], fault: string): void {
      if (over) return;
      over = true;
      stop();
      const error = new ExchangeError(reason, controller !== undefined, fault);
      reject(error);
      controller?.abort(error);
    }

    function lost(error: unknown): void {
      fail(controller === undefined ? "unreachable" : "cut", faultCode(error));
    }

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        // undici calls this before it writes the first byte. After an abort here it writes nothing.
        if (over) started.abort(new ExchangeError("timeout", false, "deadline"));
        else controller = started;
      },
      onResponseStart(_controller, status, headers) {
        // A status 1xx is not an answer.
        if (status >= 200) head = { status, headers: flat(headers) };
      },
      onResponseData(_controller, chunk) {
        length += chunk.length;
        if (length > maxBytes) fail("too-long", `over ${maxBytes} bytes`);
        else chunks.push(chunk);
      },
      onResponseEnd() {
        if (over) return;
        over = true;
        stop();
        resolve({ ...head, bytes: Buffer.concat(chunks) });
      },
      onResponseError(_controller, error) {
        lost(error);
      },
    };
    try {
      dispatcher.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method,
          headers: { "accept-encoding": "identity", ...request.headers },
          ...(body !== undefined && { body }),
        },
        handler,
      );
    } catch (error) {
      lost(error);
    }
  });
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>) {
  const all: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) all[name.toLowerCase()] = String(value);
  }
  return all;
}
