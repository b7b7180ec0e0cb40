import { once } from "node:events";
import { connect, type Socket } from "node:net";

const HEAD_END = Buffer.from("\r\n\r\n");
const LAST_CHUNK = Buffer.from("0\r\n\r\n");
const LENGTH = /\ncontent-length: (\d+)/i;

/**
 * One keep-alive connection with at most one request on its way. A client library would cost the load's
 * core more than most contenders cost theirs.
 */
export class Connection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #answered: ((answer: Buffer) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("error", (error) => this.#failed?.(error));
    socket.on("close", () => this.#failed?.(new Error("The server closed a connection.")));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect({ port, host: "127.0.0.1" });
    await once(socket, "connect");
    return new Connection(socket);
  }

  /** Sends one request; `answered` gets its whole answer, head and body, as it came. */
  send(bytes: Buffer, answered: (answer: Buffer) => void, failed: (error: Error) => void): void {
    this.#answered = answered;
    this.#failed = failed;
    this.#socket.write(bytes);
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    if (!isWhole(this.#received)) return;
    const answer = this.#received;
    this.#received = Buffer.alloc(0);
    this.#answered?.(answer);
  }
}

function isWhole(answer: Buffer): boolean {
  const headEnd = answer.indexOf(HEAD_END);
  if (headEnd < 0) return false;
  const length = LENGTH.exec(answer.toString("latin1", 0, headEnd))?.[1];
  // Without a length it is chunked; none of our answers holds these bytes itself.
  if (length === undefined) return answer.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK);
  return answer.length >= headEnd + HEAD_END.length + Number(length);
}

/** The body of an answer, its chunks not put together: the few we get are one chunk each. */
export function bodyOf(answer: Buffer): string {
  return answer.toString("utf8", answer.indexOf(HEAD_END) + HEAD_END.length);
}
