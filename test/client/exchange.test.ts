import { createServer as createHttpServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type Client, createClient } from "../../src/client/client.ts";
import { FAKE_CERTIFICATE, FAKE_KEY } from "./fakeCertificate.ts";
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
  const call = (deadlineMs: number) =>
    failure(client.call("custom.typing", { touser: OPENID, command: "Typing" }, { deadlineMs }));
  // As many as there are connections; those that come later wait for one.
  const first = Array.from({ length: 64 }, () => call(1_200));
  const later = await Promise.all(Array.from({ length: 6 }, () => call(300)));
  for (const error of later) {
    expect(error).toMatchObject({ code: "api-timeout", outcome: "not-sent" });
  }
  for (const error of await Promise.all(first)) {
    expect(error).toMatchObject({ code: "api-timeout", outcome: "unknown" });
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(written.join("").match(/POST /g)).toHaveLength(64);
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

test("a look-alike with a certificate that nobody vouches for gets no token", async () => {
  const seen: string[] = [];
  const server = createTlsServer({ key: FAKE_KEY, cert: FAKE_CERTIFICATE }, (req, res) => {
    seen.push(req.url ?? "");
    res.end('{"errcode":0}');
  });
  const port = await http(server as unknown as Server);
  const client = createClient({
    appId: "wx1",
    secret: SECRET,
    apiBase: `https://127.0.0.1:${port}`,
    accessToken: { current: async () => "token", refused: async () => {} },
    log: memoryLog(),
  });
  cleanup.push(() => client.close());
  const error = await failure(client.call("menu.get", {}, { deadlineMs: 1_000 }));
  expect(error).toMatchObject({ code: "api-unreachable", outcome: "not-sent" });
  expect(String(error)).toContain("SELF_SIGNED");
  expect(seen).toEqual([]);
});

test("after closing, calls fail as not sent", async () => {
  const { port } = await tcp(() => {});
  const client = clientAt(port);
  await client.close();
  expect(await failure(client.send(OPENID, text))).toMatchObject({ outcome: "not-sent" });
});
