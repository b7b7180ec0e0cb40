import type { Account } from "../../src/adapter/accounts/account.ts";
import { openAccount } from "../../src/adapter/accounts/account.ts";
import { LinkedAccounts } from "../../src/adapter/accounts/linking/linkedAccounts.ts";
import { StartLinks } from "../../src/adapter/accounts/linking/startLinks.ts";
import { Authorisations } from "../../src/client/authorisations.ts";
import { createComponentClient } from "../../src/client/component.ts";
import { readNotice } from "../../src/protocol/notice.ts";
import { readPushXml } from "../../src/protocol/pushXml.ts";
import { authorise } from "../../src/simulator/actions/authorising.ts";
import type { AccountOptions } from "../../src/simulator/world/account.ts";
import type { ComponentOptions } from "../../src/simulator/world/component.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { memoryLog } from "../client/scripted.ts";
import { openBox } from "../simulator/box.ts";

export const SETS = [1, 2, 3, 7, 15];

/** A simulated platform whose notices reach our side at once, and processes that share a store. */
export async function openLinkTown(settings: ComponentOptions = {}, account: AccountOptions = {}) {
  const waiting: string[] = [];
  const box = await openBox(account, {
    components: [{ sets: SETS, ...settings }],
    push: { event: () => {}, notice: ({ xml }) => waiting.push(xml) },
  });
  const [component] = box.platform.world.components.values();
  if (component === undefined) throw new Error("no component");
  const { appId, appSecret: secret } = component.settings;
  const store = new MemoryStore({ clock: box.clock });
  function start(apiBase = box.simulator.url) {
    const accounts = new Map<string, Account>();
    const log = memoryLog();
    const client = createComponentClient({
      appId,
      secret,
      tokens: store.tokens,
      authorisations: new Authorisations(store, appId),
      apiBase,
      clock: box.clock,
      log,
    });
    const starts = new StartLinks(store, box.clock, appId);
    const linked = new LinkedAccounts({
      drawnFor: (code) => starts.drawnFor(code),
      component: client,
      accounts,
      clock: box.clock,
      log,
      needs: ["customer-service"],
      open: ({ appId, facts }, customerService) =>
        openAccount({
          appId,
          token: "token",
          originalId: facts?.originalId || undefined,
          customerService,
        }),
    });
    return { linked, accounts, client, log, starts };
  }
  const ours = start();
  /** Delivers the notices that WeChat has pushed; resolves to them, as they came. */
  async function hear(by = ours): Promise<readonly string[]> {
    const heard = waiting.splice(0);
    for (const xml of heard) await again(xml, by);
    return heard;
  }
  /** Delivers one notice, perhaps not for the first time. */
  function again(xml: string, by = ours): Promise<void> {
    return by.linked.hear(readNotice(readPushXml(xml)));
  }
  async function agree(sets = SETS): Promise<string> {
    box.platform.pushTicket(appId);
    await hear();
    const page = await ours.client.authorisationPage({ redirectUri: "https://we.example/" });
    const code = new URL(page).searchParams.get("pre_auth_code") ?? "";
    return authorise(box.platform, appId, box.appId, sets, code);
  }
  return Object.assign(box, { ours, start, hear, again, agree, component, waiting, store });
}
