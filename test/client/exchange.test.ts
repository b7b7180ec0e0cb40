import { createServer as createHttpServer, type Server } from "node:http";
import { createServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type Client, createClient } from "../../src/client/client.ts";
import { memoryLog, OPENID, SECRET } from "./scripted.ts";

/** Real sockets: what the scripted tests take for granted about undici is checked here. */

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of cleanup.splice(0)) await close();
});

const text = { type: "text", content: "hello" } as const;

/** A client with a fixed token, so that every request is the test's. */
function clientAt(port: number): Client {
  const client = createClient({
    appId: "wx1",
    secret: SECRET,
    apiBase: `http://127.0.0.1:${port}`,
    accessToken: { current: async () => "token", refused: async () => {} },
    log: memoryLog(),
  });
  cleanup.push(() => client.close());
  return client;
}

async function tcp(
  onSocket: (socket: Socket) => void,
): Promise<{ port: number; written: string[] }> {
  const written: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (data) => written.push(String(data)));
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanup.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as { port: number }).port, written };
}

async function http(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanup.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as { port: number }).port;
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

test("nobody listens: not sent", async () => {
  const { port } = await tcp(() => {});
  await cleanup.splice(0, 1)[0]?.();
  expect(await failure(clientAt(port).send(OPENID, text))).toMatchObject({
    code: "api-unreachable",
    outcome: "not-sent",
  });
});

test("accepted, then cut: unknown, and one request only", async () => {
  const { port, written } = await tcp((socket) => socket.on("data", () => socket.destroy()));
  expect(await failure(clientAt(port).send(OPENID, text))).toMatchObject({
    code: "api-cut",
    outcome: "unknown",
  });
  expect(written.join("").match(/POST /g)).toHaveLength(1);
});

test("cut in the middle of the answer: unknown", async () => {
  const { port } = await tcp((socket) =>
    socket.on("data", () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"errcode":0,', () =>
        socket.destroy(),
      );
    }),
  );
  expect(await failure(clientAt(port).send(OPENID, text))).toMatchObject({ outcome: "unknown" });
});

test("accepted and silent: unknown at the deadline", async () => {
  const { port } = await tcp(() => {});
  const start = performance.now();
  const call = clientAt(port).call(
    "custom.typing",
    { touser: OPENID, command: "Typing" },
    { deadlineMs: 300 },
  );
  expect(await failure(call)).toMatchObject({ code: "api-timeout", outcome: "unknown" });
  expect(performance.now() - start).toBeLessThan(1_500);
});

test("a drip-fed answer ends at the deadline too", async () => {
  const { port } = await tcp((socket) =>
    socket.on("data", () => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
      const drip = setInterval(() => socket.write(" "), 20);
      socket.on("close", () => clearInterval(drip));
    }),
  );
  const call = clientAt(port).call("menu.get", {}, { deadlineMs: 300 });
  expect(await failure(call)).toMatchObject({ code: "api-timeout", outcome: "unknown" });
});

test("calls that wait for a connection past their deadline are never written", async () => {
  const { port, written } = await tcp(() => {});
  const client = clientAt(port);
  const request = { touser: OPENID, command: "Typing" } as const;
  const errors = await Promise.all(
    Array.from({ length: 70 }, () =>
      failure(client.call("custom.typing", request, { deadlineMs: 400 })),
    ),
  );
  const outcomes = errors.map((error) => (error as { outcome?: string }).outcome);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const requests = written.join("").match(/POST /g)?.length ?? 0;
  expect(outcomes.filter((one) => one === "unknown")).toHaveLength(64);
  expect(outcomes.filter((one) => one === "not-sent")).toHaveLength(6);
  expect(requests).toBe(64);
});

test("an endless answer is cut at the cap, and the connection with it", async () => {
  let closed = false;
  const port = await http(
    createHttpServer((_req, res) => {
      res.writeHead(200, { "content-type": "application/json" });
      const more = () => {
        while (!closed && res.write("x".repeat(65_536)));
      };
      res.on("drain", more);
      res.on("close", () => {
        closed = true;
      });
      more();
    }),
  );
  const call = clientAt(port).call("menu.get", {}, { maxBytes: 500_000 });
  expect(await failure(call)).toMatchObject({ code: "api-bad-reply" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(closed).toBe(true);
});

test("redirects are not followed", async () => {
  const paths: string[] = [];
  const port = await http(
    createHttpServer((req, res) => {
      paths.push(req.url ?? "");
      res.writeHead(302, { location: "/elsewhere" }).end();
    }),
  );
  expect(await failure(clientAt(port).send(OPENID, text))).toMatchObject({
    code: "api-status",
    outcome: "unknown",
    status: 302,
  });
  expect(paths).toHaveLength(1);
});

test("a host whose certificate nobody vouches for is not spoken to", async () => {
  const { port, written } = await tcp(() => {});
  const client = createClient({
    appId: "wx1",
    secret: SECRET,
    apiBase: `https://127.0.0.1:${port}`,
    accessToken: { current: async () => "canary-token", refused: async () => {} },
    log: memoryLog(),
  });
  cleanup.push(() => client.close());
  const error = await failure(client.call("menu.get", {}, { deadlineMs: 300 }));
  expect(error).toMatchObject({ outcome: "not-sent" });
  expect(written.join("")).not.toContain("canary-token");
});

test("after closing, calls fail as not sent", async () => {
  const { port } = await tcp(() => {});
  const client = clientAt(port);
  await client.close();
  expect(await failure(client.send(OPENID, text))).toMatchObject({ outcome: "not-sent" });
});
