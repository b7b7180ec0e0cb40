import { randomUUID } from "node:crypto";
import type { CallEvent } from "../client/call.ts";
import { systemClock } from "../clock.ts";
import { stderrLog } from "../log.ts";
import { MemoryStore } from "../store/memory.ts";
import { type Account, openAccounts } from "./accounts/account.ts";
import { Linking } from "./accounts/linking/linking.ts";
import { SignIns } from "./accounts/signIn/signIns.ts";
import type { ChannelOptions } from "./channelOptions.ts";
import { Alarms } from "./exchange/alarms.ts";
import { Waiters } from "./exchange/waiters.ts";
import { Batching } from "./receive/batching.ts";
import { MediaFiles } from "./receive/mediaFiles.ts";
import { Refusals } from "./receive/refusals.ts";
import { PACE, type Road } from "./road.ts";
import { Agents } from "./send/agents.ts";
import { Clients } from "./send/clients.ts";
import { Dispatch } from "./send/dispatch.ts";
import type { UploadFile } from "./translate/rendering/uploads.ts";
import { Streams } from "./translate/streams.ts";
import { Translator } from "./translate/translator.ts";
import { Leases } from "./turn/lease.ts";
import type { Observed } from "./watch/observe.ts";
import { callSpan } from "./watch/tracing.ts";
import { type LoggedTurn, turnLog } from "./watch/turnLog.ts";

/**
 * How long an uploaded file must last. A message may be held for two days before it rides on a reply; WeChat does not
 * report a dead media id there: the follower sees WeChat's fault notice.
 */
const LONGEST_WAY_MS = 49 * 3_600_000;

/** The stations of the road, put together from an adapter's options. */
interface OpenedRoad {
  readonly road: Road;
  readonly clients: Clients;
  readonly files: MediaFiles;
  readonly signIns: SignIns;
  readonly translator: Translator;
  readonly streams: Streams;
}

/**
 * Puts the stations together. `tellBot` hears what becomes of messages; `turnHere` gives the turn that runs at this
 * place in the program. Throws `SettingsError` with one sentence per mistake in the accounts.
 */
export function openRoad(
  options: ChannelOptions,
  tellBot: (event: Observed) => void,
  turnHere: () => LoggedTurn | undefined,
): OpenedRoad {
  const { component, courier, notifier, onDispatchFailed: onFailure, observe } = options;
  const accounts = openAccounts(options.accounts, component !== undefined);
  const { store = new MemoryStore(), clock = systemClock } = options;
  const log = turnLog(options.log ?? stderrLog, turnHere);
  const { markdown = true, reasoning = false, tapLinks = false } = options;
  const by = randomUUID();
  const shared = { accounts, apiBase: options.apiBase, clock, log };
  const onChecked = (appId: string) => dispatch.relearn(appId);
  const linking = component && new Linking(component, { ...shared, store, onChecked });
  const called = (event: CallEvent) => {
    linking?.called(event);
    callSpan(event);
    options.observeCall?.(event);
  };
  const clients = new Clients({ ...shared, tokens: store.tokens, observe: called });
  const clientOf = (account: Account) => clients.find(account);
  const dispatch = new Dispatch({
    store,
    by,
    accounts,
    clock,
    log,
    onFailure,
    courierOf: (account) => courier ?? (mayCall(account) ? clients.courier : undefined),
    showTyping: (account, openid) => clientOf(account)?.typing.show(openid),
    notifierOf: (account) => notifier ?? (mayCall(account) ? clients.notifier : undefined),
    observe: (event) => {
      observe?.(event);
      tellBot(event);
    },
  });
  const known = {
    find: async (appId: string) => accounts.get(appId) ?? linking?.accounts.find(appId),
    componentSecret: component?.appSecret,
    publicUrl: options.publicUrl ?? component?.publicUrl,
  };
  const files = new MediaFiles({ ...known, clientOf, download: options.download, clock, log });
  const signIns = new SignIns(
    { ...known, clientOf, store, apiBase: options.apiBase, clock, log },
    accounts.values(),
  );
  const signInLink = (account: Account, openid: string, connection: string) =>
    signIns.link(account, openid, connection, "event");
  const uploadOf = (account: Account) => uploadFor(account, options.upload, clients);
  const translator = new Translator({
    log,
    clock,
    uploadOf,
    signInLink,
    markdown,
    reasoning,
    tapLinks,
  });
  const pace = { ...PACE, ...options.pace };
  const streams = new Streams({
    clock,
    reasoning,
    everyMs: pace.streamMs,
    say: (turn, activity) => translator.say(turn, activity),
    stopped: (turn) => translator.stopped(turn),
  });
  const road: Road = {
    accounts,
    store,
    log,
    clock,
    by,
    dispatch,
    agents: new Agents({ clock, clientOf, ask: options.agents }),
    linking,
    pace,
    observe,
    batching: new Batching(),
    waiters: new Waiters(),
    alarms: {
      decide: new Alarms(clock, pace.decideMs),
      giveUp: new Alarms(clock, pace.giveUpMs),
      abandon: new Alarms(clock, pace.abandonMs),
    },
    leases: new Leases(clock, store, pace.renewMs),
    refusals: new Refusals(log, clock),
    showTyping: (account, openid) => clientOf(account)?.typing.during(openid) ?? (() => {}),
    onUnsubscribe: options.onUnsubscribe ?? "keep",
  };
  return { road, clients, files, signIns, translator, streams };
}

/** How pictures of this account get to WeChat; undefined where it may not call. */
function uploadFor(
  account: Account,
  upload: ChannelOptions["upload"],
  clients: Clients,
): UploadFile | undefined {
  if (upload !== undefined) return (...file) => upload(account, ...file);
  const client = clients.find(account);
  if (client === undefined) return undefined;
  return async (source, type) =>
    (await client.media.upload(source, { type, livesMs: LONGEST_WAY_MS })).mediaId;
}

/** Whether calls of WeChat's API can be made for the account. */
function mayCall({ appSecret, accessToken }: Account): boolean {
  return appSecret !== undefined || accessToken !== undefined;
}
