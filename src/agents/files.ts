import type { Activity, Attachment } from "@microsoft/agents-activity";
import type {
  InputFile,
  InputFileDownloader,
  TurnContext,
  TurnState,
} from "@microsoft/agents-hosting";
import type { Download } from "../client/endpoints/row.ts";
import { fetchFile } from "../client/media/guardedFetch.ts";
import type { Clock } from "../clock.ts";
import { errorFacts, type Log } from "../log.ts";

/** The largest picture that is fetched by its address, in bytes. */
const PICTURE_BYTES = 20 * 1_024 * 1_024;

/**
 * What a follower's file has as `content`: its media id. The SDK's own `AttachmentDownloader` calls `Buffer.from` on
 * whatever has no https address; of this it makes a buffer without bytes.
 */
class MediaContent {
  declare readonly mediaId: string;

  constructor(content: object) {
    Object.assign(this, content);
    Object.defineProperty(this, "length", { value: 0 });
  }
}

/**
 * A follower's message as agents expect it: where it has files and no words, `text` is undefined, not empty, and a
 * file's address is one that the SDK fetches from. WeChat's pictures have the same address with https.
 */
export function withFilesForAgents<A extends object>(activity: A): A {
  const { attachments, text } = activity as Partial<Activity>;
  if (attachments === undefined) return activity;
  const { text: _, ...wordless } = activity as Partial<Activity>;
  const own = text === "" ? wordless : activity;
  return { ...own, attachments: attachments.map(forAgents) } as A;
}

function forAgents(attachment: Attachment): Attachment {
  const { content, contentUrl } = attachment;
  return {
    ...attachment,
    ...(contentUrl !== undefined && { contentUrl: secure(contentUrl) }),
    ...(typeof content === "object" && content !== null && { content: new MediaContent(content) }),
  };
}

/** WeChat's own hosts serve https as well; any other address is left as it is. */
function secure(url: string): string {
  return WECHAT_HOST.test(url) ? url.replace(/^http:/, "https:") : url;
}

const WECHAT_HOST = /^https?:\/\/(?:[\w-]+\.)*(?:qpic\.cn|qlogo\.cn|weixin\.qq\.com)\//;

/** What files are fetched with: the adapter. */
export interface FileSource {
  readonly clock: Clock;
  readonly log: Log;
  downloadMedia(mediaId: string, of: TurnContext): Promise<Download>;
}

/**
 * The files that a follower sent, for the option `fileDownloaders` of an `AgentApplication`: fetched from WeChat by their
 * media ids, a picture of an account without AppSecret by its address. They stand in the turn's state under `stateKey`,
 * by default `inputFiles`. A file that cannot be had is left out, and the log says why.
 */
export class WeChatFileDownloader<TState extends TurnState = TurnState>
  implements InputFileDownloader<TState>
{
  readonly #stateKey: string;

  constructor(stateKey = "inputFiles") {
    this.#stateKey = stateKey;
  }

  async downloadFiles(context: TurnContext): Promise<InputFile[]> {
    const source = context.adapter as unknown as FileSource;
    const { attachments = [] } = context.activity;
    const files = await Promise.all(attachments.map((one) => fileOf(one, source, context)));
    return files.filter((file) => file !== undefined);
  }

  async downloadAndStoreFiles(context: TurnContext, state: TState): Promise<void> {
    state.setValue(this.#stateKey, await this.downloadFiles(context));
  }
}

async function fileOf(
  { content, contentType, contentUrl }: Attachment,
  source: FileSource,
  context: TurnContext,
): Promise<InputFile | undefined> {
  const { mediaId } = (content ?? {}) as { readonly mediaId?: unknown };
  if (typeof mediaId !== "string") return undefined;
  try {
    const file = await source.downloadMedia(mediaId, context);
    return {
      content: file.bytes,
      contentType: file.contentType,
      ...(contentUrl && { contentUrl }),
    };
  } catch (error) {
    const isPicture = contentType.startsWith("image/") && contentUrl?.startsWith("https:");
    if (isPicture && isWithoutSecret(error)) {
      return fetchFile(contentUrl as string, { clock: source.clock, maxBytes: PICTURE_BYTES }).then(
        (bytes) => ({ content: bytes, contentType, contentUrl: contentUrl as string }),
        (failure) => leaveOut(failure, source.log),
      );
    }
    return leaveOut(error, source.log);
  }
}

function leaveOut(error: unknown, log: Log): undefined {
  log.warn(errorFacts(error, log), "a follower's file could not be fetched for the agent");
}

function isWithoutSecret(error: unknown): boolean {
  return (error as { code?: unknown }).code === "settings";
}

/**
 * Fetches what the SDK's own downloader cannot: it takes bytes in `content` where there is no https address, so they are
 * put there. Media ids stay beside them.
 */
export async function putBytesInPlace(context: TurnContext, source: FileSource): Promise<void> {
  const { attachments = [] } = context.activity;
  const waiting = attachments.map(async (attachment) => {
    const { contentUrl = "" } = attachment;
    const isPicture = WECHAT_HOST.test(contentUrl);
    if (/^https:|^http:\/\/localhost/.test(contentUrl) && !isPicture) return;
    const file = await fileOf(attachment, source, context);
    if (file === undefined) return;
    // The SDK fetches whatever has https, and throws where that fails; of a picture with WeChat's own address, which has
    // http, it takes the bytes.
    if (isPicture) attachment.contentUrl = contentUrl.replace(/^https:/, "http:");
    attachment.content = Object.assign(file.content, { ...(attachment.content as object) });
  });
  await Promise.all(waiting);
}
