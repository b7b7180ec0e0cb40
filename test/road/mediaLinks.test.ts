import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openAccount } from "../../src/adapter/accounts/account.ts";
import { MediaFiles } from "../../src/adapter/receive/mediaFiles.ts";
import { WeChatApiError } from "../../src/client/apiError.ts";
import type { Client } from "../../src/client/client.ts";
import { ManualClock } from "../helpers/manualClock.ts";
import { ACCOUNT } from "../helpers/road.ts";

/** Larger than what sockets of one machine take by themselves. */
const FILE_BYTES = 9_500_000;

/** Links to files of one size, behind `http`, and a count of WeChat's downloads. */
async function openFiles(size = FILE_BYTES) {
  const clock = new ManualClock();
  const account = openAccount({ ...ACCOUNT, appSecret: "0123456789abcdef0123456789abcdef" });
  const bytes = Buffer.alloc(size, 7);
  const downloads: string[] = [];
  const media = {
    download: async (mediaId: string) => {
      downloads.push(mediaId);
      // Others ask meanwhile.
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (mediaId === "gone") {
        throw new WeChatApiError({
          code: "api-refused",
          outcome: "refused",
          endpoint: "media.get",
          errcode: 40007,
          detail: "",
        });
      }
      return { bytes, contentType: "video/mp4", fileName: undefined };
    },
  } as unknown as Client["media"];
  const server = createServer((req, res) => void files.serve(req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const files = new MediaFiles({
    find: async () => account,
    componentSecret: undefined,
    clientOf: () => ({ media }),
    publicUrl: `http://127.0.0.1:${port}`,
    clock,
    log: { info() {}, warn() {}, error() {} },
  });
  const sockets: Socket[] = [];
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  return {
    clock,
    downloads,
    link: (mediaId = "video") => files.linkTo(account, mediaId) as string,
    /** Asks, reads the head of the answer, then nothing any more. */
    slow(url: string): Promise<{ status: number; rest: () => Promise<number> }> {
      const { pathname, search } = new URL(url);
      const socket = connect(port, "127.0.0.1");
      sockets.push(socket);
      socket.on("error", () => {});
      socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      return new Promise((resolve) => {
        socket.once("data", (chunk) => {
          socket.pause();
          const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(chunk.toString("latin1"))?.[1]);
          let taken = chunk.length;
          socket.on("data", (more) => {
            taken += more.length;
          });
          socket.pause();
          // Reads on; resolves to all that came until the other side ended it.
          const rest = () =>
            new Promise<number>((done) => {
              socket.once("close", () => done(taken));
              socket.resume();
            });
          resolve({ status, rest });
        });
      });
    },
  };
}

test("many slow readers of one link share one download, and a bounded number of them is served", async () => {
  const { downloads, link, slow } = await openFiles();
  const url = link();
  const readers = await Promise.all(Array.from({ length: 60 }, () => slow(url)));
  const served = readers.filter(({ status }) => status === 200);
  expect(served.length).toBeGreaterThanOrEqual(8);
  expect(served.length).toBeLessThanOrEqual(16);
  expect(readers.filter(({ status }) => status === 503).length).toBe(60 - served.length);
  expect(downloads).toEqual(["video"]);
});

test("whoever does not read is cut and makes room; who reads gets everything", async () => {
  const { clock, downloads, link, slow } = await openFiles();
  const url = link();
  const idle = await Promise.all(Array.from({ length: 16 }, () => slow(url)));
  expect((await fetch(url)).status).toBe(503);
  // Another file is not hurt.
  expect((await fetch(link("other"))).status).toBe(200);
  clock.advance(15 * 60_000);
  for (const { rest } of idle) expect(await rest()).toBeLessThan(FILE_BYTES);
  await expect.poll(async () => (await fetch(url)).status).toBe(200);
  const file = await fetch(url);
  expect((await file.bytes()).length).toBe(FILE_BYTES);
  expect(downloads.filter((id) => id === "video").length).toBeLessThanOrEqual(2);
});

test("asking again soon asks WeChat once; later it asks anew", async () => {
  const { clock, downloads, link } = await openFiles(100);
  const url = link();
  expect((await fetch(url, { method: "HEAD" })).headers.get("content-length")).toBe("100");
  expect((await (await fetch(url)).bytes()).length).toBe(100);
  expect(downloads).toHaveLength(1);
  clock.advance(5 * 60_000);
  expect((await (await fetch(url)).bytes()).length).toBe(100);
  expect(downloads).toHaveLength(2);
});

test("a file that is gone is not remembered, and no more than a few large ones stay", async () => {
  const { downloads, link } = await openFiles(15_000_000);
  for (let n = 0; n < 2; n++) expect((await fetch(link("gone"))).status).toBe(404);
  expect(downloads.splice(0)).toEqual(["gone", "gone"]);
  for (const id of ["a", "b", "c", "d"]) await (await fetch(link(id))).bytes();
  for (const id of ["a", "b", "c", "d"]) await (await fetch(link(id))).bytes();
  // 32 MB may stay: two of them.
  expect(downloads).toEqual(["a", "b", "c", "d", "c", "d"]);
});
