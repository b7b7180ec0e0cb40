import { Icon } from "../../../web/page/icons.tsx";
import { useTopics } from "../../../web/page/store.ts";
import type { AccountView } from "../wire.ts";
import { useStage } from "./context.ts";
import type { Say, Word } from "./words.ts";

const KINDS: Readonly<Record<AccountView["kind"], Word>> = {
  service: "kindService",
  "service-unverified": "kindServiceUnverified",
  subscription: "kindSubscription",
  "subscription-unverified": "kindSubscriptionUnverified",
  test: "testAccount",
};
const RIGHTS = [
  ["customerService", "noCustomerService"],
  ["templates", "noTemplates"],
] as const satisfies readonly (readonly [AccountView["without"][number], Word])[];

/** What an account is, in words: its kind, and the rights that were taken from it. */
export function kindInWords({ kind, without }: Pick<AccountView, "kind" | "without">, say: Say) {
  const lacks = RIGHTS.filter(([right]) => without.includes(right)).map(([, word]) => say(word));
  return [say(KINDS[kind]), ...lacks].join(", ");
}

/** Chooses the kind of account that is played, and takes rights from it. */
export function AccountKind() {
  const { model, say, ask } = useStage();
  useTopics(model.topics, "account");
  const { account } = model;
  if (account === undefined) return null;
  const { kind, without, may } = account;
  const become = (change: Partial<Pick<AccountView, "kind" | "without">>) =>
    void ask("/api/account", { kind, without, ...change });
  return (
    <fieldset class="control-group" aria-label={say("accountKind")}>
      <span class="control-label">
        <Icon name="person" size={15} />
        <span>{say("accountKind")}</span>
      </span>
      <select
        class="chip"
        aria-label={say("accountKind")}
        value={kind}
        onChange={({ currentTarget }) =>
          become({ kind: currentTarget.value as AccountView["kind"] })
        }
      >
        {Object.entries(KINDS).map(([name, word]) => (
          <option key={name} value={name}>
            {say(word)}
          </option>
        ))}
      </select>
      {RIGHTS.map(([right, word]) => {
        const taken = without.includes(right);
        // A kind that never has the right has nothing to lose.
        if (!taken && !may[right]) return null;
        return (
          <button
            type="button"
            class="chip"
            key={right}
            aria-pressed={taken}
            onClick={() =>
              become({
                without: taken ? without.filter((one) => one !== right) : [...without, right],
              })
            }
          >
            {say(word)}
          </button>
        );
      })}
    </fieldset>
  );
}
