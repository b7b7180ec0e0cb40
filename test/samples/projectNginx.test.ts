import { execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Agent, fetch } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../src/web/freePort.ts";
import { hasProgram } from "../helpers/programs.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";

const TEMPLATE = resolve(import.meta.dirname, "../../templates/project/nginx.conf");
const hasAll = hasProgram("nginx", "-v") && hasProgram("openssl", "version");

/** The project's own file, but for ports, names and paths of this machine. */
async function startNginx(folder: string, bot: number) {
  const [http, https] = [await freePort(), await freePort()];
  const certificate = join(folder, "fullchain.pem");
  const key = join(folder, "privkey.pem");
  const subject = "-newkey rsa:2048 -nodes -x509 -days 1 -subj /CN=localhost".split(" ");
  execFileSync("openssl", ["req", ...subject, "-keyout", key, "-out", certificate], {
    stdio: "ignore",
  });
  const http2 = /1\.(?:2[5-9]|[3-9]\d)/.test(
    execFileSync("sh", ["-c", "nginx -v 2>&1"], { encoding: "utf8" }),
  );
  const own = readFileSync(TEMPLATE, "utf8")
    .replace("listen 80;", `listen 127.0.0.1:${http};`)
    .replace("listen 443 ssl;", `listen 127.0.0.1:${https} ssl;`)
    .replace("/etc/nginx/certificates/fullchain.pem", certificate)
    .replace("/etc/nginx/certificates/privkey.pem", key)
    .replace("set $bot bot;", "set $bot 127.0.0.1;")
    .replace(":3978", `:${bot}`)
    // The image's nginx knows it; that of an older system does not.
    .replace("http2 on;", http2 ? "http2 on;" : "");
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join("\n");
  const file = join(folder, "nginx.conf");
  const main = `daemon off; pid ${join(folder, "pid")}; error_log ${join(folder, "errors")};\nevents {}\n`;
  writeFileSync(file, `${main}http {\naccess_log off;\n${paths}\n${own}\n}\n`);
  execFileSync("nginx", ["-t", "-q", "-c", file, "-p", folder]);
  const nginx = spawn("nginx", ["-c", file, "-p", folder], { stdio: "ignore" });
  const gone = new Promise((done) => nginx.once("exit", done));
  onTestFinished(async () => {
    nginx.kill("SIGTERM");
    await gone;
  });
  return { http: `http://127.0.0.1:${http}`, https: `https://127.0.0.1:${https}` };
}

test.runIf(hasAll)(
  "a real nginx takes the project's configuration: TLS, and WeChat's addresses alone",
  async () => {
    const heard: string[] = [];
    const bot = createServer((request, response) => {
      heard.push(`${request.method} ${request.url}`);
      response.end(request.headers.host);
    });
    await new Promise<void>((done) => bot.listen(0, "127.0.0.1", done));
    onTestFinished(() => {
      bot.closeAllConnections();
      bot.close();
    });
    const proxy = await startNginx(tempFolder(), (bot.address() as AddressInfo).port);
    const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
    onTestFinished(() => dispatcher.close());
    const ask = (path: string, method = "GET") =>
      fetch(proxy.https + path, {
        method,
        dispatcher,
        ...(method === "POST" && { body: "<xml/>" }),
      });
    for (let tries = 0; tries < 100; tries++) {
      const answer = await ask("/nothing").catch(() => undefined);
      if (answer !== undefined) break;
      await wait(100);
    }
    for (const path of ["/wechat?signature=a%20b", "/wechat/wx1?x=1", "/MP_verify_abc.txt"]) {
      expect((await ask(path)).status, path).toBe(200);
      expect(heard.at(-1)).toBe(`GET ${path}`);
    }
    expect(await (await ask("/wechat", "POST")).text()).toBe("127.0.0.1");
    const before = heard.length;
    for (const path of ["/healthz", "/readyz", "/", "/wechatter", "/api/session"])
      expect((await ask(path)).status, path).toBe(404);
    expect(heard.length).toBe(before);
    const moved = await fetch(`${proxy.http}/wechat`, { redirect: "manual" });
    expect([moved.status, moved.headers.get("location")]).toEqual([
      301,
      "https://127.0.0.1/wechat",
    ]);
  },
  60_000,
);
