import { parseArgs } from "node:util";
import { SettingsError, WeChatError } from "../../errors.ts";
import { KIND_OPTIONS, readKindOr } from "../accountKind.ts";
import { version } from "../words/help.ts";
import { OwnWorld } from "./ownWorld.ts";
import { PageWorld } from "./pageWorld.ts";
import type { Party } from "./party.ts";
import { PhoneLink, readPhoneAddress } from "./phoneLink.ts";
import { toolsOf } from "./tools.ts";

/**
 * Serves a bot and a simulated WeChat around it to a coding tool, by the Model Context Protocol over standard input and
 * output; with `--phone` the world of the page that is open there. Resolves when the other side has gone. Throws
 * `SettingsError` where the SDK is not installed, or for what contradicts itself.
 */
export async function runMcp(args: readonly string[], fallback: string): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...KIND_OPTIONS, phone: { type: "string" } },
  });
  const { phone, ...kindSaid } = values;
  const kind = readKindOr(kindSaid);
  const [bot] = positionals;
  const page = phone === undefined ? undefined : readPhoneAddress(phone);
  if (page !== undefined && (bot !== undefined || kind !== undefined)) {
    throw new SettingsError([
      "With --phone the page's own bot and account are played: leave BOT, --account and --without.",
    ]);
  }
  const { McpServer, StdioServerTransport } = await loadSdk();
  const party = page === undefined ? ownWorld(bot ?? fallback, kind) : pageWorld(page);
  const server = new McpServer({ name: "botbuilder-adapter-wechat", version: version() });
  for (const [name, { description, input, run }] of Object.entries(toolsOf(party))) {
    server.registerTool(name, { description, inputSchema: input }, async (given) => {
      try {
        return { content: [{ type: "text" as const, text: await run(given as never) }] };
      } catch (error) {
        const text = inWords(error);
        return { isError: true, content: [{ type: "text" as const, text }] };
      }
    });
  }
  const gone = new Promise<void>((resolve) => process.stdin.once("close", resolve));
  await server.connect(new StdioServerTransport());
  await gone;
  await party.close();
  return 0;
}

/** The bot runs in this process, and is heard. */
function ownWorld(bot: string, kind: ReturnType<typeof readKindOr>): Party {
  const world = new OwnWorld(bot, kind);
  // What a bot prints would be read as the protocol.
  console.log = console.error;
  console.info = console.error;
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = ((text: string | Uint8Array, ...more: never[]) => {
    world.hear(String(text));
    return write(text, ...more);
  }) as typeof process.stderr.write;
  return world;
}

function pageWorld(address: string): Party {
  return new PageWorld(new PhoneLink(address));
}

/** What went wrong, for a program: the sentence, and the code that stays the same. */
function inWords(error: unknown): string {
  const { message } = error as Error;
  return error instanceof WeChatError ? `${message} (${error.code})` : message;
}

async function loadSdk() {
  try {
    const { McpServer } = await import("@modelcontextprotocol/server");
    const { StdioServerTransport } = await import("@modelcontextprotocol/server/stdio");
    return { McpServer, StdioServerTransport };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new SettingsError([
      "The package @modelcontextprotocol/server is not installed: npm install @modelcontextprotocol/server.",
    ]);
  }
}
