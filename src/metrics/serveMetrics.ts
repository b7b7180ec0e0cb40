import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SettingsError } from "../errors.ts";
import { guardedServer } from "../lastResort.ts";
import type { Log } from "../log.ts";
import { refusalOf } from "../web/guards.ts";
import type { Metrics } from "./metrics.ts";

interface MetricsServer {
  /** For example `http://127.0.0.1:9464/metrics`. */
  readonly address: string;
  close(): Promise<void>;
}

/** Serves the figures to this machine only, on a port of their own. Throws `SettingsError` when it is taken. */
export async function serveMetrics(
  metrics: Metrics,
  port: number,
  log: Log,
): Promise<MetricsServer> {
  const server = guardedServer({ name: "metrics", log }, (request, response) =>
    answer(metrics, request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new SettingsError([`WECHAT_METRICS_PORT ${port} is taken: set another.`])
          : error,
      ),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${bound}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function answer(
  metrics: Metrics,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = refusalOf(request);
  const path = (request.url ?? "/").split("?", 1)[0];
  const status = refusal?.status ?? (path === "/metrics" ? 200 : 404);
  const body = status === 200 ? await metrics.text() : `${refusal?.message ?? "See /metrics."}\n`;
  const type = status === 200 ? metrics.contentType : "text/plain; charset=utf-8";
  response.writeHead(status, { "content-type": type });
  response.end(body);
}
