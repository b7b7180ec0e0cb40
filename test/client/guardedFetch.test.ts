import { createServer, type Server } from "node:http";
import type { LookupFunction } from "node:net";
import { afterEach, expect, test } from "vitest";
import { isPublicAddress } from "../../src/client/media/addresses.ts";
import { fetchFile } from "../../src/client/media/guardedFetch.ts";
import { systemClock } from "../../src/clock.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(handler: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handler as never);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

const settings = { clock: systemClock, maxBytes: 1_000, deadlineMs: 500 };
const code = (work: Promise<unknown>) => work.catch((error: { code: string }) => error.code);

/** Resolves every name to these addresses, one answer after the other. */
function names(...answers: readonly (readonly string[])[]): LookupFunction & { asked: number } {
  const lookup = Object.assign(
    ((_hostname, _options, callback) => {
      const addresses = answers[Math.min(lookup.asked++, answers.length - 1)] ?? [];
      const found = addresses.map((address) => ({
        address,
        family: address.includes(":") ? 6 : 4,
      }));
      process.nextTick(callback, null, found);
    }) as LookupFunction,
    { asked: 0 },
  );
  return lookup;
}

const PRIVATE = [
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.1",
  "192.0.2.1",
  "192.168.1.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::7f00:1",
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::7f00:1",
  "100::1",
  "2001::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "3fff::1",
  "fc00::1",
  "fd12:3456::1",
  "fe80::1",
  "fec0::1",
  "ff02::1",
];
const PUBLIC = ["8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.1", "2606:4700::1111", "2a00::1"];

test("private addresses are told from public ones", () => {
  expect(PRIVATE.filter(isPublicAddress)).toEqual([]);
  expect(PUBLIC.filter((one) => !isPublicAddress(one))).toEqual([]);
  expect(["", "localhost", "8.8.8", "8.8.8.8:80", "[::1]"].filter(isPublicAddress)).toEqual([]);
});

test.each([
  ...PRIVATE.map((one) => (one.includes(":") ? `[${one}]` : one)),
  // Other ways to write 127.0.0.1.
  "0x7f.1",
  "2130706433",
  "0177.0.0.1",
  "127.1",
  "127。0。0。1",
  "[0:0:0:0:0:ffff:7f00:0001]",
])("the literal address %s is not fetched from", async (host) => {
  expect(await code(fetchFile(`https://${host}/`, settings))).toBe("url-private");
});

test.each(PRIVATE)("a name that resolves to %s is not fetched from", async (address) => {
  const lookup = names([address]);
  expect(await code(fetchFile("https://e.org/", { ...settings, lookup }))).toBe("url-unreachable");
  expect(lookup.asked).toBe(1);
});

test("one private address among public ones is enough to refuse; none is, too", async () => {
  for (const addresses of [["8.8.8.8", "10.0.0.1"], []]) {
    const lookup = names(addresses);
    const error = await fetchFile("https://e.org/", { ...settings, lookup }).catch((e) => e);
    expect(error.message).toContain("url-private");
  }
});

test("the system's own names of this machine lead nowhere", async () => {
  for (const host of ["localhost", "localhost.", "LOCALHOST"]) {
    expect(await code(fetchFile(`https://${host}:1/`, settings))).toBe("url-unreachable");
  }
});

test("a name that changes its mind is resolved once, by us, and connected to what was checked", async () => {
  // Public first, private at the second question: a guard that resolves for itself and lets the
  // connection resolve again would ask twice.
  const lookup = names(["203.0.114.1"], ["127.0.0.1"]);
  const result = await code(fetchFile("https://e.org/", { ...settings, lookup }));
  expect(lookup.asked).toBe(1);
  expect(["url-timeout", "url-unreachable"]).toContain(result);
});

test.each([
  ["http://e.org/", "url-not-https"],
  ["ftp://e.org/", "url-not-https"],
  ["file:///etc/passwd", "url-not-https"],
  ["gopher://e.org/", "url-not-https"],
  ["https://user@e.org/", "url-credentials"],
  ["https://:pw@e.org/", "url-credentials"],
  ["e.org/a", "url-malformed"],
  ["/etc/passwd", "url-malformed"],
])("%s is %s", async (url, expected) => {
  expect(await code(fetchFile(url, settings))).toBe(expected);
});

test("from a trusted origin: bytes, but no redirects, no endless and no slow answers", async () => {
  const base = await serve((req, res) => {
    if (req.url === "/ok") res.end("bytes");
    else if (req.url === "/redirect") res.writeHead(302, { location: "/ok" }).end();
    else if (req.url === "/gone") res.writeHead(404).end();
    else if (req.url === "/big") res.end("x".repeat(1_001));
    else if (req.url === "/slow") res.write("x");
  });
  const trusted = { ...settings, trustedOrigins: [base] };
  expect(String(await fetchFile(`${base}/ok`, trusted))).toBe("bytes");
  expect(await code(fetchFile(`${base}/redirect`, trusted))).toBe("url-redirects");
  expect(await code(fetchFile(`${base}/gone`, trusted))).toBe("url-status");
  expect(await code(fetchFile(`${base}/big`, trusted))).toBe("media-too-large");
  expect(await code(fetchFile(`${base}/slow`, trusted))).toBe("url-timeout");
  expect(await code(fetchFile(`${base.replace("127.0.0.1", "localhost")}/ok`, trusted))).toBe(
    "url-not-https",
  );
});
