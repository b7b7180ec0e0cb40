/** An inbox of the kind "API" in Chatwoot, and whoever calls it. */
export interface ChatwootSettings {
  /** For example `https://app.chatwoot.com`. */
  readonly url: string;
  /** The number in the dashboard's address, `/app/accounts/1`. */
  readonly account: string;
  /** The inbox identifier: settings of the inbox, Configuration. */
  readonly inbox: string;
  /** The access token of an agent: his profile settings. */
  readonly token: string;
  /** The last part of the inbox's Callback URL, because not every Chatwoot signs its webhooks. */
  readonly secret: string;
}

/** What is read of a message, in lists and in webhooks. */
export interface Message {
  readonly id: number;
  readonly content: string | null;
  /** 0 or `incoming`: the follower's. 1 or `outgoing`: an agent's. Others are Chatwoot's own. */
  readonly message_type: number | string;
  /** A note that agents leave each other. */
  readonly private?: boolean;
  readonly content_attributes?: { readonly external_created_at?: number } | null;
}

export interface Conversation {
  readonly id: number;
  readonly status?: string;
  readonly custom_attributes?: { readonly wechat_address?: string } | null;
}

export type ChatwootApi = ReturnType<typeof chatwootApi>;

/** Longer than Chatwoot should take; the call is made again later. */
const CALL_MS = 3_000;

/** The calls of Chatwoot that a desk needs. The API for customers knows the inbox, the one for programs the token. */
export function chatwootApi({ url, account, inbox, token }: ChatwootSettings) {
  const contacts = `/public/api/v1/inboxes/${inbox}/contacts`;
  const conversations = `/api/v1/accounts/${account}/conversations`;

  async function call<T>(method: "GET" | "POST", path: string, body?: object): Promise<T> {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { "Content-Type": "application/json", api_access_token: token },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(CALL_MS),
    });
    if (!response.ok) throw new Error(`Chatwoot answered ${response.status} to ${method} ${path}`);
    return (await response.json()) as T;
  }

  return {
    /** The same `source` is the same contact, however often it is made. */
    makeContact: (source: string, name: string) =>
      call("POST", contacts, { source_id: source, identifier: source, name }),
    conversationsOf: (source: string) =>
      call<Conversation[]>("GET", `${contacts}/${source}/conversations`),
    makeConversation: (source: string, attributes: object) =>
      call<Conversation>("POST", `${contacts}/${source}/conversations`, {
        custom_attributes: attributes,
      }),
    /** Those that are open, 25 a page. */
    openConversations: (page: number) =>
      call<{ data: { payload: Conversation[] } }>(
        "GET",
        `${conversations}?status=open&page=${page}`,
      ).then(({ data }) => data.payload),
    /** The last twenty messages. */
    messagesOf: (conversation: string) =>
      call<{ payload: Message[] }>("GET", `${conversations}/${conversation}/messages`).then(
        ({ payload }) => payload,
      ),
    write: (conversation: string, message: object) =>
      call("POST", `${conversations}/${conversation}/messages`, message),
    resolve: (conversation: string) =>
      call("POST", `${conversations}/${conversation}/toggle_status`, { status: "resolved" }),
  };
}
