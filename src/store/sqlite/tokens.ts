import type { Clock } from "../../clock.ts";
import {
  type FreshToken,
  leaseLeft,
  type RefreshClaim,
  type SharedToken,
  type TokenStore,
} from "../tokens.ts";
import type { Database } from "./database.ts";

interface Row {
  readonly value: string | null;
  readonly expires_at: number;
  readonly fence: number;
  readonly lease_until: number;
}

const NONE: Row = { value: null, expires_at: 0, fence: 0, lease_until: 0 };

/** Access tokens in the database: every process on this machine uses the same, and a restart keeps them. */
export class SqliteTokens implements TokenStore {
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async readToken(name: string): Promise<SharedToken | undefined> {
    return this.#shared(this.#db.read(() => this.#row(name)));
  }

  claimRefresh(name: string, by: string, leaseMs: number): Promise<RefreshClaim> {
    return this.#db.change(() => {
      const row = this.#row(name);
      const now = this.#clock.now();
      const token = this.#shared(row);
      const waitMs = leaseLeft(row.lease_until, now, leaseMs);
      if (waitMs > 0) return { token, waitMs };
      const fence = row.fence + 1;
      this.#db
        .sql(
          `INSERT INTO tokens (name, value, expires_at, fence, lease_by, lease_until)
           VALUES (?, NULL, 0, ?, ?, ?) ON CONFLICT (name) DO UPDATE
           SET fence = excluded.fence, lease_by = excluded.lease_by, lease_until = excluded.lease_until`,
        )
        .run(name, fence, by, now + leaseMs);
      return { token, fence, waitMs: 0 };
    });
  }

  writeToken(name: string, fence: number, { value, lifeMs }: FreshToken): Promise<boolean> {
    const set = "UPDATE tokens SET value = ?, expires_at = ?, lease_until = 0";
    return this.#changed(`${set} WHERE name = ? AND fence = ?`, () => [
      value,
      this.#clock.now() + lifeMs,
      name,
      fence,
    ]);
  }

  async releaseRefresh(name: string, fence: number): Promise<void> {
    const text = "UPDATE tokens SET lease_until = 0 WHERE name = ? AND fence = ?";
    await this.#changed(text, () => [name, fence]);
  }

  invalidateToken(name: string, value: string): Promise<boolean> {
    const text = "UPDATE tokens SET value = NULL WHERE name = ? AND value = ?";
    return this.#changed(text, () => [name, value]);
  }

  /** Runs a statement. Resolves to whether it changed a row. */
  #changed(text: string, values: () => (string | number)[]): Promise<boolean> {
    return this.#db.change(() => Number(this.#db.sql(text).run(...values()).changes) > 0);
  }

  #row(name: string): Row {
    const text = "SELECT value, expires_at, fence, lease_until FROM tokens WHERE name = ?";
    return (this.#db.sql(text).get(name) as unknown as Row | undefined) ?? NONE;
  }

  #shared({ value, expires_at }: Row): SharedToken | undefined {
    const leftMs = expires_at - this.#clock.now();
    return value === null || leftMs <= 0 ? undefined : { value, leftMs };
  }
}
