import { type ConsoleSettings, consoleProblems } from "./console/settings.ts";

/** The settings of the operator's page, by their environment names. */
interface ConsoleValues {
  readonly WECHAT_CONSOLE_PORT?: number | undefined;
  readonly WECHAT_CONSOLE_HOST?: string | undefined;
  readonly WECHAT_CONSOLE_URL?: string | undefined;
  readonly WECHAT_CONSOLE_TOKEN?: string | undefined;
  readonly WECHAT_CONSOLE_USER_HEADER?: string | undefined;
  readonly WECHAT_CONSOLE_PROXIES?: string | undefined;
}

/** The page that the environment sets, if it sets one, and what is wrong with it. */
export function readConsole(values: ConsoleValues): {
  readonly console?: ConsoleSettings;
  readonly problems: readonly string[];
} {
  if (values.WECHAT_CONSOLE_PORT === undefined) return { problems: [] };
  const console: ConsoleSettings = {
    port: values.WECHAT_CONSOLE_PORT,
    host: values.WECHAT_CONSOLE_HOST,
    url: values.WECHAT_CONSOLE_URL,
    token: values.WECHAT_CONSOLE_TOKEN,
    userHeader: values.WECHAT_CONSOLE_USER_HEADER,
    proxies: values.WECHAT_CONSOLE_PROXIES?.split(",").map((one) => one.trim()),
  };
  const problems = consoleProblems(console).map((problem) => {
    const [name = ""] = problem.split(" ", 1);
    return `WECHAT_CONSOLE_${name.toUpperCase()}${problem.slice(name.length)}`;
  });
  return { console, problems };
}
