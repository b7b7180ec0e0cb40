import { NotSupported } from "../../errors.ts";

/**
 * Stand-ins for clients of Microsoft's services that Bot Framework's own adapters put into a turn, and that WeChat
 * does not have. Without them the SDK says "requires a connector client" or "not supported by the current adapter".
 * The stand-ins say why, with the code `not-supported`, and what to do instead.
 */

/** Properties that `await`, JSON and the console ask any object for, without meaning anything. */
const ASKED_OF_ANY = new Set(["then", "toJSON", "constructor", "nodeType", "$$typeof"]);

/** An object that refuses every property. `inside`: properties that are such objects themselves. */
function refusing(what: string, remedy: string, inside: readonly string[] = []): object {
  return new Proxy(
    {},
    {
      get(_, name) {
        if (typeof name === "symbol" || ASKED_OF_ANY.has(name)) return undefined;
        if (inside.includes(name)) return refusing(what, remedy);
        throw new NotSupported(what, remedy);
      },
    },
  );
}

/** Takes the place of the client of the Bot Connector: conversation members, TeamsInfo, attachments. */
export const CONNECTOR = refusing(
  "answer calls of the Bot Connector, such as GetConversationMembers and TeamsInfo",
  "A conversation is the account and one follower: take activity.from, and people's names from the option identity.",
  ["conversations", "attachments"],
);
