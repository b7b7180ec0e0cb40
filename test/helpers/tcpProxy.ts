import { connect, createServer, type Socket } from "node:net";

/**
 * What a proxy does to one piece on its way: lets it pass, after so many milliseconds; swallows it and whatever
 * follows on the same connection, which is half-open from then on; or cuts the connection.
 */
export type Treatment = number | "swallow" | "cut";

export interface Piece {
  /** Whether it is on its way to the server. */
  readonly toServer: boolean;
  readonly bytes: Buffer;
  /** Whether the server has not said anything since the last piece to it. */
  readonly awaitsReply: boolean;
}

/** A wire between a client and a server that can be bad. */
export interface TcpProxy {
  readonly port: number;
  /** Decides about every piece from now on. Default: everything passes. */
  treat(how: (piece: Piece) => Treatment): void;
  /** New connections go there. */
  target(port: number): void;
  /** Cuts all connections now. */
  cutAll(): void;
  readonly counts: { passed: number; cut: number; swallowed: number };
  close(): Promise<void>;
}

export async function startProxy(to: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const counts = { passed: 0, cut: 0, swallowed: 0 };
  let target = to;
  let treat: (piece: Piece) => Treatment = () => 0;

  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: target, host: "127.0.0.1", noDelay: true });
    const pair = [client, upstream] as const;
    pairs.add(pair);
    let awaitsReply = false;
    let halfOpen = false;
    const cut = () => {
      pairs.delete(pair);
      client.resetAndDestroy();
      upstream.destroy();
    };
    const pass = (from: Socket, to: Socket, toServer: boolean) => {
      let order: Promise<void> = Promise.resolve();
      from.on("data", (bytes: Buffer) => {
        const treatment = halfOpen ? "swallow" : treat({ toServer, bytes, awaitsReply });
        if (treatment === "cut") {
          counts.cut += 1;
          return cut();
        }
        if (treatment === "swallow") {
          counts.swallowed += 1;
          halfOpen = true;
          return;
        }
        counts.passed += 1;
        awaitsReply = toServer;
        // In order, however long each takes.
        const due = treatment > 0 ? wait(treatment) : undefined;
        order = order.then(async () => {
          if (due !== undefined) await due;
          if (!to.destroyed) to.write(bytes);
        });
      });
      from.on("error", cut);
      from.on("close", cut);
    };
    pass(client, upstream, true);
    pass(upstream, client, false);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  function cutAll(): void {
    for (const [client, upstream] of pairs) {
      client.resetAndDestroy();
      upstream.destroy();
    }
    pairs.clear();
  }

  return {
    port: (server.address() as { port: number }).port,
    counts,
    treat(how) {
      treat = how;
    },
    target(port) {
      target = port;
    },
    cutAll,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      cutAll();
      await closed;
    },
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
