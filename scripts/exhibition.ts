/** The gallery's exhibits, shown in WeChat in a box on both routes. */
import { ActionTypes, CardFactory } from "botbuilder";
import { EXHIBITS, type Exhibit } from "../samples/cards/exhibits.ts";
import bot from "../samples/cards/index.ts";
import { landscape } from "../samples/cards/pictures.ts";
import { type Sight, sightInWords } from "../src/testing/sight.ts";
import { type TestWeChat, testWeChat } from "../src/testing/testWeChat.ts";
import { simulatedUpload } from "../src/testing/uploads.ts";

/** An account that lives on passive replies, and one that may send by customer service. */
export const ROUTES = ["passive", "customer-service"] as const;
export type RouteName = (typeof ROUTES)[number];

/** Everything that must hang in the gallery. */
export const KINDS: readonly string[] = [
  ...Object.values<string>(CardFactory.contentTypes),
  ...Object.values<string>(ActionTypes),
  ...["text", "markdown", "importance", "speak", "summary", "unknown attachment", "native"],
  ...["suggestedActions", "ChoicePrompt inline", "ChoicePrompt list", "carousel", "list"],
  ...["Input.Text", "Input.Number", "Input.Date", "Input.Time", "Input.Toggle", "Input.ChoiceSet"],
  ...["image by address", "image by data URL", "audio", "video", "file", "location"],
];

export { EXHIBITS };

/** Where the picture of an exhibit hangs, from `docs/`. */
export function pictureOf({ name }: Exhibit, route: RouteName): string {
  return `gallery/${name}.${route}.png`;
}

export interface Hung {
  readonly wechat: TestWeChat;
  readonly sights: readonly Sight[];
}

/** Shows an exhibit to a new follower. Close `wechat` when it has been looked at. */
export async function hang(
  { name, answers = [], onTap }: Exhibit,
  route: RouteName,
): Promise<Hung> {
  const wechat: TestWeChat = await testWeChat(bot, {
    locale: "en",
    verified: route === "customer-service",
    account: { name: "Tea House" },
    adapter: { upload: (...file) => upload(...file) },
  });
  const simulated = simulatedUpload(wechat.platform);
  const png = `data:image/png;base64,${landscape().toString("base64")}`;
  /** The account of passive replies is not verified: it may not upload. */
  const upload: typeof simulated = async (account, source, type) => {
    if (route === "passive")
      throw new Error("48001: an account that is not verified may not upload");
    const isPicture = type === "image" || type === "thumb";
    return simulated(account, isPicture && !source.startsWith("data:") ? png : source, type);
  };
  const mei = wechat.follower({ openid: "oMei", name: "Mei" });
  await mei.subscribes();
  // What a follow opens would count against everything that comes now.
  await wechat.advance("61s");
  if (onTap) await mei.taps(name);
  else await mei.says(name);
  for (const answer of answers) await mei.says(answer);
  return { wechat, sights: mei.sees() };
}

/** What an exhibit shows, without the ids of files, which are new each time. */
export function inWords(sights: readonly Sight[]): readonly string[] {
  return sights.map((sight) =>
    sightInWords(sight)
      .replace(/^\[(image|voice)\] .*/, "[$1]")
      .replace(/"(thumb_)?media_id":"[^"]+"/g, '"media"'),
  );
}
