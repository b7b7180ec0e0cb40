import { parseArgs } from "node:util";
import { SettingsError } from "../../errors.ts";
import { KIND_OPTIONS, readKindOr } from "../accountKind.ts";
import { version } from "../words/help.ts";
import { Talk, toolsOf } from "./tools.ts";

/**
 * Serves a bot and a simulated WeChat around it to a coding tool, by the Model Context Protocol over standard input and
 * output. Resolves when the other side has gone. Throws `SettingsError` where the SDK is not installed.
 */
export async function runMcp(args: readonly string[], fallback: string): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: KIND_OPTIONS,
  });
  const kind = readKindOr(values);
  const { McpServer, StdioServerTransport } = await loadSdk();
  const [bot = fallback] = positionals;
  const talk = new Talk(bot, kind);
  const server = new McpServer({ name: "botbuilder-adapter-wechat", version: version() });
  for (const [name, { description, input, run }] of Object.entries(toolsOf(talk, bot))) {
    server.registerTool(name, { description, inputSchema: input }, async (given) => {
      try {
        return { content: [{ type: "text" as const, text: await run(given as never) }] };
      } catch (error) {
        const text = (error as Error).message;
        return { isError: true, content: [{ type: "text" as const, text }] };
      }
    });
  }
  // What a bot prints would be read as the protocol.
  console.log = console.error;
  console.info = console.error;
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = ((text: string | Uint8Array, ...more: never[]) => {
    talk.hear(String(text));
    return write(text, ...more);
  }) as typeof process.stderr.write;
  const gone = new Promise<void>((resolve) => process.stdin.once("close", resolve));
  await server.connect(new StdioServerTransport());
  await gone;
  await talk.close();
  return 0;
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
