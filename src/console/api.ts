import type { CheckedSettings } from "../adapter/accounts/account.ts";
import type { Linking } from "../adapter/accounts/linking/linking.ts";
import type { WeChatAdapter } from "../adapter/weChatAdapter.ts";
import { WeChatApiError } from "../client/apiError.ts";
import { qrCodeImageLink } from "../client/web/links.ts";
import type { Clock } from "../clock.ts";
import { WeChatError } from "../errors.ts";
import type { Log } from "../log.ts";
import { masked } from "../log.ts";
import { accountLinkMachine } from "../machines/accountLink.ts";
import { followerMachine } from "../machines/follower.ts";
import { shapeOf } from "../machines/shape.ts";
import type { EventStream } from "../web/eventStream.ts";
import { Answer, type PageRequest, type TakeOver } from "../web/pageServer.ts";
import type { Door, Visitor } from "./door.ts";
import { fromStore, journeyOf } from "./journey.ts";
import { readOrder } from "./orders.ts";
import type { Known } from "./people.ts";
import { detailOf, diagnosisOf, linkedRow, ownRow, ownView } from "./views.ts";
import type { Watch } from "./watch.ts";
import type {
  AccountDetail,
  AccountRow,
  Changed,
  Examine,
  MachinesView,
  Orders,
  ReleaseView,
  SessionView,
} from "./wire.ts";

/** What {@link ConsoleApi} works with. */
interface ConsoleApiParts {
  readonly adapter: Pick<
    WeChatAdapter,
    "client" | "identityOf" | "export" | "continueConversation"
  >;
  /** Undefined where no third-party platform is set. */
  readonly linking: Linking | undefined;
  /** Those with secrets of their own. */
  readonly accounts: readonly CheckedSettings[];
  /** Undefined where nobody gave the checks. */
  readonly examine?: Examine | undefined;
  readonly watch: Watch;
  /** The releases of the bot that processes on the store serve, the newest first. */
  readonly serving: () => readonly ReleaseView[];
  readonly door: Door;
  readonly stream: EventStream<object, Changed>;
  readonly clock: Clock;
  readonly log: Log;
}

type Handler = (request: PageRequest, visitor: Visitor) => Promise<Answer | TakeOver>;
type Order<P extends keyof Orders> = (order: Orders[P], visitor: Visitor) => Promise<object>;

/** People of an account that the page lists. */
const PEOPLE = 30;
const QR_DAY_SECONDS = 86_400;
/** WeChat: there is no menu. */
const NO_MENU = 46003;

/**
 * Everything that the page asks for. Every path but the login needs somebody who is in, and every order his
 * CSRF token; what was ordered is in the log, with who did it.
 */
export class ConsoleApi {
  readonly #parts: ConsoleApiParts;
  readonly #handlers: Readonly<Record<string, Handler>>;
  readonly #machines: MachinesView;

  constructor(parts: ConsoleApiParts) {
    this.#parts = parts;
    this.#machines = { follower: shapeOf(followerMachine), link: shapeOf(accountLinkMachine) };
    this.#handlers = {
      "GET /api/session": async (_request, visitor) => Answer.json(this.#session(visitor)),
      "GET /api/events": async (request, visitor) => this.#listen(request, visitor),
      "GET /api/releases": async () => Answer.json(this.#parts.serving()),
      "GET /api/machines": async () => Answer.json(this.#machines),
      "GET /api/accounts": async () => Answer.json(await this.#rows()),
      "GET /api/account": async ({ query }) => Answer.json(await this.#detail(appIdOf(query))),
      "GET /api/menu": async ({ query }) => this.#readMenu(appIdOf(query)),
      "POST /api/logout": async (request, { name }) => this.#logout(request, name),
      ...this.#order("/api/link", async ({ appId }) => {
        return { address: await this.#linking.startLink(appId) };
      }),
      ...this.#order("/api/unlink", async ({ appId }) => {
        await this.#linking.accounts.unlink(appId);
        return {};
      }),
      ...this.#order("/api/check", async ({ appId }) => {
        await this.#linked(appId);
        await this.#linking.accounts.check(appId);
        return {};
      }),
      ...this.#order("/api/examine", async ({ appId }) => this.#examine(appId)),
      ...this.#order("/api/find", async (order) => this.#find(order)),
      ...this.#order("/api/release", async (order) => this.#release(order)),
      ...this.#order("/api/menu", async (order) => this.#writeMenu(order)),
      ...this.#order("/api/qr", async (order) => this.#makeCode(order)),
    };
  }

  /** Every path with its method, for tests that look at each. */
  get paths(): readonly string[] {
    return Object.keys(this.#handlers);
  }

  async answer(request: PageRequest): Promise<Answer | TakeOver | undefined> {
    const { method, path } = request;
    if (method === "POST" && path === "/api/login") return this.#login(request);
    const name = `${method === "HEAD" ? "GET" : method} ${path}`;
    const handler = Object.hasOwn(this.#handlers, name) ? this.#handlers[name] : undefined;
    const visitor = this.#parts.door.visitor(request);
    // Whoever is not in does not learn either what there is.
    if (visitor === undefined) {
      return path.startsWith("/api/") ? Answer.no(401, "not-in", "Log in first.") : undefined;
    }
    if (handler === undefined) return undefined;
    if (method === "POST" && request.header("x-csrf") !== visitor.csrf) {
      return Answer.no(403, "csrf", "Only the page itself may order this: open it again.");
    }
    try {
      return await handler(request, visitor);
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      return refusedBy(error);
    }
  }

  async #login(request: PageRequest): Promise<Answer> {
    const { token } = readOrder["/api/login"](await request.json());
    const { door } = this.#parts;
    try {
      const cookie = door.login(token);
      this.#audit("token", "logged in", { from: request.from });
      return new Answer(200, "{}", { "content-type": "application/json", "set-cookie": cookie });
    } catch (refused) {
      this.#audit("nobody", "was refused", { from: request.from });
      throw refused;
    }
  }

  async #logout(request: PageRequest, name: string): Promise<Answer> {
    const cookie = this.#parts.door.logout(request);
    this.#audit(name, "logged out", {});
    return new Answer(200, "{}", { "content-type": "application/json", "set-cookie": cookie });
  }

  #order<P extends keyof Orders>(path: P, run: Order<P>): Readonly<Record<string, Handler>> {
    const handler: Handler = async (request, visitor) => {
      const order = readOrder[path](await request.json()) as Orders[P];
      const facts = factsOf(order);
      try {
        const done = await run(order, visitor);
        this.#audit(visitor.name, path, facts);
        return Answer.json(done);
      } catch (error) {
        const code = error instanceof WeChatError ? error.code : "failed";
        this.#audit(visitor.name, path, { ...facts, failed: code });
        throw error;
      }
    };
    return { [`POST ${path}`]: handler };
  }

  /** As a warning, because a log that hears of nothing else must hear of this. */
  #audit(who: string, did: string, facts: object): void {
    this.#parts.log.warn({ audit: true, who, did, ...facts }, "the console was used");
  }

  #session({ name, csrf }: Visitor): SessionView {
    const { linking, clock, examine } = this.#parts;
    const examines = examine !== undefined;
    return { name, csrf, links: linking !== undefined, examines, now: clock.now() };
  }

  #listen(request: PageRequest, visitor: Visitor): TakeOver {
    const open = this.#parts.stream.open(request.header("last-event-id"));
    return (response) => {
      visitor.onEnd(() => response.end());
      open(response);
    };
  }

  get #linking(): Linking {
    const { linking } = this.#parts;
    if (linking !== undefined) return linking;
    throw new WeChatError(
      "no-component",
      "Accounts are linked by a third-party platform: set WECHAT_COMPONENT_APP_ID and what belongs to it.",
    );
  }

  async #rows(): Promise<readonly AccountRow[]> {
    const { accounts, linking, watch } = this.#parts;
    const linked = (await linking?.accounts.list()) ?? [];
    return [
      ...accounts.map((one) => ownRow(one, watch.of(one.appId))),
      ...linked.map((one) => linkedRow(one, watch.of(one.appId))),
    ];
  }

  async #detail(appId: string): Promise<AccountDetail> {
    const { accounts, watch } = this.#parts;
    const seen = watch.of(appId);
    const people = watch.people.of(appId, PEOPLE);
    const everywhere = await watch.everywhere(appId);
    const own = accounts.find((one) => one.appId === appId);
    if (own !== undefined) {
      const { originalId, locale, timeZone } = own;
      return {
        ...detailOf(ownRow(own, seen), seen, everywhere, people),
        ...given({ originalId, locale, timeZone }),
        own: ownView(own),
      };
    }
    const linked = await this.#linked(appId);
    const { locale, timeZone } = linked.settings;
    const originalId = linked.facts?.originalId;
    const detail = detailOf(linkedRow(linked, seen), seen, everywhere, people);
    return { ...detail, ...given({ originalId, locale, timeZone }) };
  }

  async #examine(appId: string): Promise<object> {
    const { accounts, examine } = this.#parts;
    const isOwn = accounts.some((one) => one.appId === appId);
    if (examine === undefined || !isOwn) {
      throw Answer.no(404, "no-account", "There is no such account.");
    }
    return { checks: await examine(appId) };
  }

  async #linked(appId: string) {
    const all = (await this.#parts.linking?.accounts.list()) ?? [];
    const found = all.find((one) => one.appId === appId);
    if (found === undefined) throw Answer.no(404, "no-account", "There is no such account.");
    return found;
  }

  async #find(order: Orders["/api/find"]): Promise<object> {
    const { adapter, clock } = this.#parts;
    const known = await this.#known(order);
    return journeyOf(known, await adapter.identityOf(known.follower), clock.now());
  }

  /** A turn in which the bot says nothing sends what waits, as far as the grants allow. */
  async #release(order: Orders["/api/release"]): Promise<object> {
    const { adapter } = this.#parts;
    const { follower } = await this.#known(order);
    const { originalId } = await this.#detail(follower.appId);
    await adapter.continueConversation(
      {
        conversation: { id: follower.openid, isGroup: false, name: "", conversationType: "" },
        ...(originalId !== undefined && { bot: { id: originalId, name: "" } }),
      },
      async () => {},
    );
    return this.#find(order);
  }

  async #known({ appId, who }: Orders["/api/find"]): Promise<Known> {
    const { adapter, watch } = this.#parts;
    const follower = { appId, openid: who.trim() };
    const known = watch.people.find(appId, who) ?? (await fromStore(adapter, follower));
    if (known !== undefined) return known;
    const message =
      "Nobody is known by that name. Openids are found in the store; generic names only of followers who were here since the server started.";
    throw Answer.no(404, "nobody", message);
  }

  async #readMenu(appId: string): Promise<Answer> {
    try {
      const { menu } = await this.#parts.adapter.client(appId).call("menu.get");
      return Answer.json({ menu: { button: menu.button } });
    } catch (error) {
      if (error instanceof WeChatApiError && error.errcode === NO_MENU) {
        return Answer.json({ menu: null });
      }
      throw error;
    }
  }

  async #writeMenu({ appId, menu }: Orders["/api/menu"]): Promise<object> {
    const client = this.#parts.adapter.client(appId);
    if (menu === null) await client.call("menu.delete");
    else await client.call("menu.create", menu);
    return {};
  }

  async #makeCode({ appId, scene, days }: Orders["/api/qr"]): Promise<object> {
    const action_info = { scene: { scene_str: scene } };
    const { ticket, url } = await this.#parts.adapter
      .client(appId)
      .call(
        "qrCode.create",
        days === undefined
          ? { action_name: "QR_LIMIT_STR_SCENE", action_info }
          : { action_name: "QR_STR_SCENE", expire_seconds: days * QR_DAY_SECONDS, action_info },
      );
    return { picture: qrCodeImageLink(ticket), url };
  }
}

/** What an order may leave in the log: never a text that somebody typed, never a whole openid. */
function factsOf(order: object): object {
  const { appId, who } = order as { readonly appId?: string; readonly who?: string };
  return {
    ...(appId !== undefined && { appId }),
    ...(who !== undefined && { follower: masked(who) }),
  };
}

function refusedBy(error: WeChatError): Answer {
  const errcode = error instanceof WeChatApiError ? error.errcode : undefined;
  const { code, message } = error;
  const diagnosis = errcode === undefined ? {} : { errcode, diagnosis: diagnosisOf(errcode) };
  return Answer.json({ code, message, ...diagnosis }, 409);
}

function appIdOf(query: URLSearchParams): string {
  return query.get("appId") ?? "";
}

function given(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as Record<string, string>;
}
