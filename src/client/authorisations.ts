import { hash, randomUUID } from "node:crypto";
import { WeChatError } from "../errors.ts";
import { NO_TAG, type StateChange } from "../store/botState.ts";
import type { Store } from "../store/store.ts";

/** What an account's consent gives a third-party platform, as WeChat last said it. */
export interface Authorisation {
  readonly v: 1;
  readonly appId: string;
  /**
   * Makes access tokens until the owner withdraws. A secret. Empty where WeChat gave none: the account has no
   * rights to the API, or WeChat left it out for now.
   */
  readonly refreshToken: string;
  readonly sets: readonly PermissionSet[];
  /**
   * The hash of the code that last brought the authorisation. Notice and page bring the same code, which works once.
   */
  readonly codeHash?: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** What others keep with the authorisation: the account's facts, the state of its link. */
  readonly notes: { readonly [name: string]: unknown };
}

/** A granted set of permissions. Source: outbound.md 7.3 */
export interface PermissionSet {
  readonly id: number;
  /** The platform must confirm the set before it works: calls get 61016 until then. */
  readonly unconfirmed?: true;
}

/** The value of {@link Authorisation.codeHash} for a code: the code itself is a secret. */
export function codeHashOf(code: string): string {
  return hash("sha256", code, "base64url");
}

/** How often a change is tried while others make one at the same time. */
const TRIES = 8;
const INDEX = "index";

/**
 * The authorisations that a component holds, in the store that all processes share. They outlive every access token:
 * without a refresh token, one must ask the account's administrator again.
 */
export class Authorisations {
  readonly #store: Pick<Store, "readState" | "writeState">;
  readonly #owner: string;

  constructor(store: Pick<Store, "readState" | "writeState">, componentAppId: string) {
    this.#store = store;
    this.#owner = `=component/${componentAppId}`;
  }

  async read(appId: string): Promise<Authorisation | undefined> {
    return (await this.#readTagged(appId)).value;
  }

  /** The authorisations of every account that has ever authorised the component, in the order of their first time. */
  async all(): Promise<readonly Authorisation[]> {
    const { appIds } = await this.#index();
    if (appIds.length === 0) return [];
    const items = await this.#store.readState(this.#owner, appIds.map(keyOf));
    const byKey = new Map(items.map(({ key, value }) => [key, JSON.parse(value) as Authorisation]));
    return appIds.flatMap((appId) => byKey.get(keyOf(appId)) ?? []);
  }

  /**
   * Changes one authorisation: `change` gets what is stored now, and may be called again when another process was
   * quicker. If it gives undefined, the authorisation is removed. Resolves to what is stored afterwards.
   */
  async update(
    appId: string,
    change: (old: Authorisation | undefined) => Authorisation | undefined,
  ): Promise<Authorisation | undefined> {
    for (let n = 0; n < TRIES; n++) {
      const { value: old, eTag } = await this.#readTagged(appId);
      const value = change(old);
      if (value === old) return old;
      const changes = [write(keyOf(appId), value, eTag), ...(await this.#listed(appId, value))];
      const written = await this.#store.writeState(this.#owner, changes);
      if ("ok" in written) return value;
    }
    throw new WeChatError(
      "authorisation-busy",
      "An account's authorisation was changed by others at the same time, again and again. Try again.",
    );
  }

  async #readTagged(appId: string): Promise<{ value: Authorisation | undefined; eTag: string }> {
    const [item] = await this.#store.readState(this.#owner, [keyOf(appId)]);
    if (item === undefined) return { value: undefined, eTag: NO_TAG };
    return { value: JSON.parse(item.value) as Authorisation, eTag: item.eTag };
  }

  async #index(): Promise<{ appIds: readonly string[]; eTag: string }> {
    const [item] = await this.#store.readState(this.#owner, [INDEX]);
    if (item === undefined) return { appIds: [], eTag: NO_TAG };
    return { appIds: JSON.parse(item.value) as string[], eTag: item.eTag };
  }

  /** The change to the index that this authorisation needs, if any. */
  async #listed(appId: string, value: Authorisation | undefined): Promise<readonly StateChange[]> {
    const { appIds, eTag } = await this.#index();
    if (appIds.includes(appId) === (value !== undefined)) return [];
    const after = value === undefined ? appIds.filter((one) => one !== appId) : [...appIds, appId];
    return [write(INDEX, after, eTag)];
  }
}

function write(key: string, value: unknown, ifTag: string): StateChange {
  const eTag = randomUUID();
  return value === undefined
    ? { key, eTag, ifTag }
    : { key, eTag, ifTag, value: JSON.stringify(value) };
}

function keyOf(appId: string): string {
  return `account/${appId}`;
}
