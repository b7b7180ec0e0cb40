import { type Client, createClient } from "../../../client/client.ts";
import type { ComponentClient } from "../../../client/component.ts";
import type { Push } from "../../../protocol/push.ts";
import type { Reply } from "../../../protocol/reply.ts";

/**
 * WeChat's own accounts, with which it tests a third-party platform before its release; AppID by original
 * id. Source: Third-party_Platforms/2.0/operation/thirdparty/releases_instructions, groups 1 to 5.
 */
const TEST_ACCOUNTS: Readonly<Record<string, string>> = {
  gh_3c884a361561: "wx570bc396a51b8ff8",
  gh_c0f28a78b318: "wx9252c5e0bb1836fc",
  gh_3f222ed8d140: "wx8e1097c5bc82cde9",
  gh_26128078e9ab: "wx14550af28c71a144",
  gh_2b3713f184a6: "wxa35b9c23cfe664eb",
};

const TEXT = "TESTCOMPONENT_MSG_TYPE_TEXT";
const CODE = /^QUERY_AUTH_CODE:\s*(.+)$/;

/** Whether an account is one of WeChat's test accounts, for which no bot is run. */
export function isTestAccount(appId: string): boolean {
  return Object.values(TEST_ACCOUNTS).includes(appId);
}

/** What a step of the release test wants: a passive reply, or a message sent within five seconds. */
type TestStep =
  | { readonly reply: Reply }
  | { readonly sends: string; readonly code: string; readonly openid: string };

/** What the test wants for a push to one of its accounts; undefined for what it does not ask for. */
export function testStep(push: Push): TestStep | undefined {
  if (push.kind === "event") {
    // WeChat's present page does not name this step; the test of older platforms still asks for it.
    return { reply: { type: "text", content: `${push.raw.Event ?? ""}from_callback` } };
  }
  if (push.type !== "text") return undefined;
  if (push.content === TEXT) return { reply: { type: "text", content: `${TEXT}_callback` } };
  const code = CODE.exec(push.content)?.[1]?.trim();
  return code === undefined ? undefined : { sends: `${code}_from_api`, code, openid: push.openid };
}

/** Makes the client that speaks for a test account. */
export type TestClient = (
  appId: string,
  component: ComponentClient,
) => Pick<Client, "send" | "close">;

/** Exchanges the test's code and sends what it waits for, after the empty answer. */
export async function sendAsTested(
  { code, sends, openid }: Extract<TestStep, { code: string }>,
  component: ComponentClient,
  clientOf: TestClient,
): Promise<void> {
  const { appId } = await component.redeem(code);
  const client = clientOf(appId, component);
  try {
    await client.send(openid, { type: "text", content: sends });
  } finally {
    await client.close();
    // WeChat's test account is nobody's: it does not belong among the linked ones.
    await component.authorisations.update(appId, () => undefined);
  }
}

/** The usual {@link TestClient}. */
export function testClient(shared: Partial<Parameters<typeof createClient>[0]>): TestClient {
  return (appId, component) =>
    createClient({ ...shared, appId, secret: "", accessToken: component.tokenOf(appId) });
}
