/**
 * Other clients of WeChat's API, pointed at the simulated WeChat: each gets right answers for the endpoints that it
 * knows, errors and stale tokens included.
 *
 *     npm run test:peers [-- --write]
 */
import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startSimulator } from "../../../src/simulator/simulator.ts";
import { installedProject, versionIn } from "../project.ts";
import { type Row, report, tried } from "../report.ts";

const folder = installedProject("peers");
const require = createRequire(pathToFileURL(join(folder, "run.cjs")));
// biome-ignore lint/suspicious/noExplicitAny: packages that are not installed where this is compiled.
type Anything = any;

const JPG = Buffer.from("ffd8ffe000104a464946", "hex");

/** What a peer's client can be asked, in one form for all. Answers are WeChat's JSON, or bytes. */
interface Peer {
  readonly name: string;
  readonly remark: string;
  /** Makes a client of an account, for an API that stands elsewhere. */
  open(base: string, appId: string, secret: string, files: string): Promise<Calls> | Calls;
}

interface Calls {
  readonly user: (openid: string) => Promise<Anything>;
  readonly followers: () => Promise<Anything>;
  readonly remark: (openid: string, remark: string) => Promise<Anything>;
  readonly setMenu: (menu: object) => Promise<Anything>;
  readonly menu: () => Promise<Anything>;
  readonly text: (openid: string, text: string) => Promise<Anything>;
  readonly template: (openid: string, id: string, data: object) => Promise<Anything>;
  readonly massText: (openids: readonly string[], text: string) => Promise<Anything>;
  readonly addTag: (name: string) => Promise<Anything>;
  readonly tags: () => Promise<Anything>;
  readonly upload: (path: string) => Promise<Anything>;
  readonly download: (mediaId: string) => Promise<Buffer>;
  readonly qrCode: (scene: number, seconds: number) => Promise<Anything>;
  readonly signPage: (url: string) => Promise<Anything>;
  /** The code of WeChat's that an error of this library holds. */
  codeOf(error: unknown): Anything;
}

/** Methods that call back with an error, a result, and the response. */
function promised(api: Anything) {
  return (name: string, ...given: unknown[]): Promise<Anything> =>
    new Promise((resolve, reject) => {
      api[name](...given, (error: unknown, result: unknown) =>
        error ? reject(error) : resolve(result),
      );
    });
}

const PEERS: readonly Peer[] = [
  {
    name: "wechat-api",
    remark: "`api.endpoint = simulator.url`",
    open(base, appId, secret) {
      const Api = require("wechat-api");
      const api = new Api(appId, secret);
      api.endpoint = base;
      const call = promised(api);
      return {
        user: (openid) => call("getUser", openid),
        followers: () => call("getFollowers"),
        remark: (openid, remark) => call("updateRemark", openid, remark),
        setMenu: (menu) => call("createMenu", menu),
        menu: () => call("getMenu"),
        text: (openid, text) => call("sendText", openid, text),
        template: (openid, id, data) => call("sendTemplate", openid, id, "", data),
        massText: (openids, text) => call("massSendText", text, openids),
        addTag: (name) => call("createTag", name),
        tags: () => call("getTags"),
        upload: (path) =>
          call("uploadImageMedia", path).catch(() => call("uploadMedia", path, "image")),
        download: (mediaId) => call("getMedia", mediaId),
        qrCode: (scene, seconds) => call("createTmpQRCode", scene, seconds),
        signPage: (url) => call("getJsConfig", { url, jsApiList: [] }),
        codeOf: (error) => (error as Anything).code,
      };
    },
  },
  {
    name: "co-wechat-api",
    remark: "`api.prefix` and its kin begin with `simulator.url`",
    open(base, appId, secret) {
      const Api = require("co-wechat-api");
      const api = new Api(appId, secret);
      api.prefix = `${base}/cgi-bin/`;
      api.snsPrefix = `${base}/sns/`;
      api.customservicePrefix = `${base}/customservice/`;
      return {
        user: (openid) => api.getUser(openid),
        followers: () => api.getFollowers(),
        remark: (openid, remark) => api.updateRemark(openid, remark),
        setMenu: (menu) => api.createMenu(menu),
        menu: () => api.getMenu(),
        text: (openid, text) => api.sendText(openid, text),
        template: (openid, id, data) => api.sendTemplate(openid, id, "", "", data),
        massText: (openids, text) => api.massSendText(text, openids),
        addTag: (name) => api.createTags(name),
        tags: () => api.getTags(),
        upload: (path) => api.uploadMedia(path, "image"),
        download: (mediaId) => api.getMedia(mediaId),
        qrCode: (scene, seconds) => api.createTmpQRCode(scene, seconds),
        signPage: (url) => api.getJsConfig({ url, jsApiList: [] }),
        codeOf: (error) => (error as Anything).code,
      };
    },
  },
  {
    name: "node-easywechat",
    remark:
      "`http: { baseURL: simulator.url }`; with `node-socialite` 1.4.1, a later one does not load",
    open(base, appId, secret, files) {
      const { OfficialAccount } = require("node-easywechat");
      const { createReadStream } = require("node:fs");
      const FormData = require("form-data");
      const app = new OfficialAccount({
        ...{ app_id: appId, secret, token: "token", use_stable_access_token: true },
        http: { baseURL: base, throw: true },
        file_cache: { path: join(files, "cache") },
      });
      const client = app.getClient();
      const json = async (answer: Promise<Anything>) => (await answer).toObject();
      const post = (path: string, data: object) => json(client.postJson(path, data));
      const get = (path: string, params: object = {}) => json(client.get(path, { params }));
      return {
        user: (openid) => get("/cgi-bin/user/info", { openid }),
        followers: () => get("/cgi-bin/user/get"),
        remark: (openid, remark) => post("/cgi-bin/user/info/updateremark", { openid, remark }),
        setMenu: (menu) => post("/cgi-bin/menu/create", menu),
        menu: () => get("/cgi-bin/menu/get"),
        text: (touser, content) =>
          post("/cgi-bin/message/custom/send", { touser, msgtype: "text", text: { content } }),
        template: (touser, template_id, data) =>
          post("/cgi-bin/message/template/send", { touser, template_id, data }),
        massText: (touser, content) =>
          post("/cgi-bin/message/mass/send", { touser, msgtype: "text", text: { content } }),
        addTag: (name) => post("/cgi-bin/tags/create", { tag: { name } }),
        tags: () => get("/cgi-bin/tags/get"),
        upload(path) {
          const data = new FormData();
          data.append("media", createReadStream(path), {
            filename: "a.jpg",
            contentType: "image/jpeg",
          });
          return json(
            client.post("/cgi-bin/media/upload?type=image", { data, headers: data.getHeaders() }),
          );
        },
        async download(mediaId) {
          const params = { media_id: mediaId };
          const answer = await client.get("/cgi-bin/media/get", {
            params,
            responseType: "arraybuffer",
          });
          return Buffer.from(answer.getContent());
        },
        qrCode: (scene_id, expire_seconds) =>
          post("/cgi-bin/qrcode/create", {
            ...{ expire_seconds, action_name: "QR_SCENE" },
            action_info: { scene: { scene_id } },
          }),
        signPage: (url) => app.getUtils().buildJsSdkConfig(url),
        codeOf: (error) => error,
      };
    },
  },
];

const PAGE = "https://shop.example/p?id=1";
const MENU = {
  button: [
    { type: "click", name: "今日", key: "V1" },
    { name: "更多", sub_button: [{ type: "view", name: "搜索", url: "https://e.example/" }] },
  ],
};

/** The same story for each peer, on a WeChat of its own. */
async function check(peer: Peer): Promise<void> {
  const simulator = await startSimulator({ accounts: [{}] });
  const files = mkdtempSync(join(tmpdir(), "peers-"));
  try {
    const { platform } = simulator;
    const [account] = platform.world.accounts.values();
    assert(account);
    const { appId, appSecret } = account.settings;
    const [mei, ben] = ["Mei", "Ben"].map((name) => platform.addFollower(appId, { name }).openid);
    assert(mei && ben);
    for (const one of [mei, ben]) platform.act(appId, one, { do: "follow" });
    const stranger = platform.addFollower(appId).openid;
    const calls = await peer.open(simulator.url, appId, appSecret, files);
    const shown = () => platform.timeline.of("message.shown").at(-1)?.message;

    const user = await calls.user(mei);
    assert.equal(user.subscribe, 1);
    assert.equal(user.openid, mei);
    const followers = await calls.followers();
    assert.deepEqual(followers.data.openid, [mei, ben]);
    assert.equal((await calls.remark(mei, "老客户")).errcode, 0);
    assert.equal((await calls.user(mei)).remark, "老客户");

    assert.equal((await calls.setMenu(MENU)).errcode, 0);
    assert.deepEqual((await calls.menu()).menu.button[0].name, "今日");

    assert.equal((await calls.text(mei, "你好 😀 <b>")).errcode, 0);
    assert.deepEqual(shown()?.text, { content: "你好 😀 <b>" });
    // One of them leaves WeChat's code to whoever called, the others throw it.
    const refused = await calls.text(stranger, "?").catch(calls.codeOf);
    assert.equal(refused.errcode ?? refused, 45015);

    const { templateId } = platform.addTemplate(appId, {
      kind: "template",
      content: "{{thing1.DATA}}",
    });
    const sent = await calls.template(mei, templateId, { thing1: { value: "到货" } });
    assert.equal(sent.errcode, 0);
    const { data } = shown() as Anything;
    assert.equal(data.thing1.value, "到货");
    assert.equal((await calls.massText([mei, ben], "大家好")).errcode, 0);

    const { tag } = await calls.addTag("常客");
    assert.ok(
      (await calls.tags()).tags.some((one: Anything) => one.id === tag.id && one.name === "常客"),
    );

    const path = join(files, "a.jpg");
    writeFileSync(path, JPG);
    const { media_id } = await calls.upload(path);
    assert.deepEqual(Buffer.from(await calls.download(media_id)), JPG);
    const code = await calls.qrCode(7, 600);
    assert.equal(code.expire_seconds, 600);
    assert.equal(account.qrCodes.get(code.ticket)?.scene, 7);

    const { signature, nonceStr, timestamp } = await calls.signPage(PAGE);
    const { ticket } = account.tickets.get("jsapi") ?? {};
    const signed = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${PAGE}`;
    assert.equal(signature, hash("sha1", signed));
  } finally {
    await simulator.close();
    rmSync(files, { recursive: true });
  }
}

const rows: Row[] = [];
for (const peer of PEERS) {
  const { name, remark } = peer;
  const failed = await tried(() => check(peer));
  rows.push({ what: `\`${name}\``, version: versionIn(folder, name), failed, remark });
}
report("peers", rows);
