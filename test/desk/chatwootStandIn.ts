import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { ChatwootSettings } from "../../samples/desk/chatwootApi.ts";

interface Said {
  readonly id: number;
  readonly content: string;
  readonly message_type: 0 | 1;
  readonly private: boolean;
  readonly content_attributes: { readonly external_created_at?: number };
  status: "sent" | "failed";
}

interface Talk {
  readonly id: number;
  readonly source: string;
  status: "open" | "resolved";
  readonly custom_attributes: object;
  readonly messages: Said[];
}

const INBOX = "inboxIdentifier";
const TOKEN = "agentsToken";
const SECRET = "of-the-callback-url";

/**
 * Chatwoot's API inbox, as its pages and its schema have it: the API for customers finds contacts by their `source_id`
 * and makes a new conversation each time; the one for programs wants the token and knows no message again; a webhook is
 * given once, and a message whose webhook fails is shown as failed.
 */
export async function chatwootStandIn() {
  const contacts = new Map<string, string>();
  const talks: Talk[] = [];
  let ids = 100;
  const stand = {
    talks,
    contacts,
    /** Where the inbox's webhooks go; nobody listens at first. */
    callback: "",
    refuses: 0,
    /** Called before a call is answered; `lost`: it is not. */
    before: async (_path: string): Promise<"lost" | undefined> => undefined,
  };

  async function tell(payload: object): Promise<boolean> {
    const body = JSON.stringify(payload);
    const headers = { "Content-Type": "application/json" };
    const signal = AbortSignal.timeout(5_000);
    const init = { method: "POST", body, headers, signal };
    return fetch(stand.callback, init).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  const conversation = ({ id, status, custom_attributes }: Talk) => ({
    ...{ id, status, custom_attributes },
    channel: "Channel::Api",
  });
  const webhookOf = (talk: Talk, said: Said, event: string) => ({
    ...{ event, ...said, message_type: said.message_type === 0 ? "incoming" : "outgoing" },
    conversation: conversation(talk),
    inbox: { id: 1, name: "WeChat" },
  });

  function add(talk: Talk, fields: Omit<Said, "id" | "status">): Said {
    const said: Said = { id: ++ids, status: "sent", ...fields };
    talk.messages.push(said);
    return said;
  }

  function answer(method: string, path: string, body: Record<string, unknown>, token: unknown) {
    const at = new URL(path, "http://chatwoot");
    const [, api = "", ...rest] = at.pathname.split("/");
    if (api === "public") {
      const [, , , inbox, , source = "", ,] = rest;
      if (inbox !== INBOX) return [404, {}];
      if (method === "POST" && source === "") {
        const given = String(body.source_id);
        if (!contacts.has(given)) contacts.set(given, String(body.name));
        return [200, { source_id: given, name: contacts.get(given) }];
      }
      if (!contacts.has(source)) return [404, {}];
      if (method === "GET")
        return [200, talks.filter((talk) => talk.source === source).map(conversation)];
      const custom_attributes = body.custom_attributes as object;
      const talk: Talk = { id: ++ids, source, status: "open", custom_attributes, messages: [] };
      talks.push(talk);
      return [200, conversation(talk)];
    }
    if (token !== TOKEN) return [401, { error: "You need to sign in" }];
    const [, , , , id, what] = rest;
    if (id === undefined) {
      const open = talks.filter(({ status }) => status === at.searchParams.get("status"));
      const page = Number(at.searchParams.get("page"));
      return [200, { data: { payload: open.slice((page - 1) * 25, page * 25).map(conversation) } }];
    }
    const talk = talks.find((one) => one.id === Number(id));
    if (talk === undefined) return [404, {}];
    if (what === "toggle_status") {
      talk.status = body.status as Talk["status"];
      void tell({ event: "conversation_status_changed", ...conversation(talk) });
      return [200, { payload: { success: true } }];
    }
    if (method === "GET") return [200, { payload: talk.messages.slice(-20) }];
    const { content, private: isPrivate = false, external_created_at } = body;
    const said = add(talk, {
      content: String(content),
      message_type: body.message_type === "incoming" ? 0 : 1,
      private: isPrivate === true,
      content_attributes:
        external_created_at === undefined
          ? {}
          : { external_created_at: external_created_at as number },
    });
    // Its own words come back by the webhook as well.
    void tell(webhookOf(talk, said, "message_created"));
    return [200, said];
  }

  const server = createServer(async (request: IncomingMessage, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    if (stand.refuses > 0) {
      stand.refuses -= 1;
      return void response.writeHead(502).end();
    }
    const { method = "", url = "", headers } = request;
    const body = text === "" ? {} : JSON.parse(text);
    const [status, answered] = answer(method, url, body, headers.api_access_token);
    const isLost = (await stand.before(`${method} ${url}`)) === "lost";
    if (isLost) return void response.destroy();
    response.writeHead(status as number, { "Content-Type": "application/json" });
    response.end(JSON.stringify(answered));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const settings: ChatwootSettings = {
    url: `http://127.0.0.1:${port}`,
    ...{ account: "1", inbox: INBOX, token: TOKEN, secret: SECRET },
  };

  return {
    ...{ stand, settings },
    /** An agent writes; resolves to whether his message is shown as sent. */
    async says(content: string, isNote = false): Promise<boolean> {
      const talk = talks.at(-1) as Talk;
      const fields = { message_type: 1, private: isNote, content_attributes: {} } as const;
      const said = add(talk, { content, ...fields });
      const isSent = await tell(webhookOf(talk, said, "message_created"));
      if (!isSent) said.status = "failed";
      return isSent;
    },
    /** He presses Retry below the last one that failed. */
    async triesAgain(): Promise<boolean> {
      const talk = talks.at(-1) as Talk;
      const said = talk.messages.findLast(({ status }) => status === "failed") as Said;
      const isSent = await tell(webhookOf(talk, said, "message_updated"));
      if (isSent) said.status = "sent";
      return isSent;
    },
    async resolves(): Promise<void> {
      const talk = talks.at(-1) as Talk;
      talk.status = "resolved";
      await tell({ event: "conversation_status_changed", ...conversation(talk) });
    },
    /** What followers wrote, as agents see it. */
    incoming: () =>
      talks.map(({ messages }) =>
        messages.filter((one) => one.message_type === 0).map(({ content }) => content),
      ),
    notes: () =>
      talks.flatMap(({ messages }) =>
        messages.filter((one) => one.private).map(({ content }) => content),
      ),
  };
}
