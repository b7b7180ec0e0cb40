import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { freePort, hasRedis, startRedis } from "../helpers/redis.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";

/** A certificate that only those trust who are told to; undefined where no `openssl` makes one. */
function certificate(): { cert: string; key: string } | undefined {
  const folder = tempFolder();
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const name = ["-subj", "/CN=redis.test", "-addext", "subjectAltName=IP:127.0.0.1"];
  try {
    const out = ["-keyout", key, "-out", cert];
    execFileSync("openssl", ["req", "-x509", ...kind, ...out, ...name], { stdio: "ignore" });
    return { cert, key };
  } catch {
    return undefined;
  }
}

test.runIf(hasRedis)(
  "rediss:// trusts the certificates that Node is told to trust",
  async (context) => {
    const files = certificate();
    if (files === undefined) return context.skip("openssl is not there");
    const port = await freePort();
    const tls = { "tls-port": port, "tls-cert-file": files.cert, "tls-key-file": files.key };
    const server = await startRedis({ ...tls, "tls-auth-clients": "no" }).catch(() => undefined);
    if (server === undefined) return context.skip("this redis-server knows no TLS");
    const open = async (env: object, host = "127.0.0.1") => {
      const args = [join(import.meta.dirname, "tlsChild.ts"), `rediss://${host}:${port}`];
      const ran = promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } });
      return (await ran).stdout.trim();
    };
    try {
      expect(await open({ NODE_EXTRA_CA_CERTS: files.cert })).toBe("kept");
      expect(await open({ NODE_EXTRA_CA_CERTS: "" })).toMatch(/^settings .*self-signed/);
      // Trusted, but another server's.
      const named = await open({ NODE_EXTRA_CA_CERTS: files.cert }, "localhost");
      expect(named).toMatch(/^settings .*(altnames|Hostname)/);
    } finally {
      await server.close();
    }
  },
);
