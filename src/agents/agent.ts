import { CloudAdapter, type Storage, type TurnContext } from "@microsoft/agents-hosting";
import type { JobHandlers } from "../adapter/jobs/job.ts";
import { SettingsError } from "../errors.ts";
import { type FileSource, putBytesInPlace, WeChatFileDownloader } from "./files.ts";
import { keepSignInAside } from "./waitingSignIn.ts";

/** The agent as a function of a turn's context: `(context) => app.run(context)`. */
export type AgentLogic = (context: TurnContext) => Promise<void>;

/** An `AgentApplication`, or an `ActivityHandler` of the Agents SDK. */
export interface RunningAgent {
  run(context: TurnContext): Promise<unknown>;
}

/** An agent in any form that the shell runs. */
export type Agent = RunningAgent | AgentLogic;

/** The adapter that the agent gets. */
type AgentShell = CloudAdapter &
  FileSource & { readonly botStorage: Storage; addJobs(handlers: JobHandlers): void };

/** What is asked of an `AgentApplication` here; its adapter can be read and, in JavaScript, set. */
interface Application extends RunningAgent {
  readonly adapter: CloudAdapter;
  readonly options: {
    storage?: Storage;
    readonly fileDownloaders?: readonly object[];
    readonly authorization?: object;
  };
  _adapter: CloudAdapter;
}

/**
 * The logic of an agent. An `AgentApplication` sends proactive messages, long-running answers and errors by the
 * adapter that it was built with, and the SDK builds one that calls Microsoft where it was given none: from now on it
 * is `adapter`, with the middleware, the handler of errors and the jobs that the agent gave the other one. Where it has no storage,
 * its state is kept in the adapter's store.
 */
export function logicOf(agent: Agent, adapter: AgentShell): AgentLogic {
  if (typeof agent === "function") return agent;
  const app = isApplication(agent) ? agent : undefined;
  if (app !== undefined) {
    if (app.adapter !== adapter) move(app, adapter);
    app.options.storage ??= adapter.botStorage;
  }
  return async (context) => {
    if (app !== undefined && needsBytes(app)) await putBytesInPlace(context, adapter);
    if (app?.options.authorization !== undefined) {
      await keepSignInAside(context, app.options.storage ?? adapter.botStorage);
    }
    await agent.run(context);
  };
}

/** Whether files are fetched by somebody who knows no media ids. */
function needsBytes({ options }: Application): boolean {
  return options.fileDownloaders?.some((one) => !(one instanceof WeChatFileDownloader)) === true;
}

/** By its members: the agent's project may have a copy of the SDK of its own. */
function isApplication(agent: unknown): agent is Application {
  const { run, adapter, options, onActivity } = agent as Record<string, unknown>;
  return (
    typeof run === "function" &&
    typeof onActivity === "function" &&
    typeof adapter === "object" &&
    typeof options === "object"
  );
}

function move(app: Application, adapter: AgentShell): void {
  const { adapter: before } = app;
  app._adapter = adapter;
  if (app.adapter !== adapter) {
    throw new SettingsError([
      "This AgentApplication keeps the adapter that it was built with: build it with `adapter`.",
    ]);
  }
  const { middleware, onTurnError, jobs } = before as unknown as {
    readonly middleware: Parameters<CloudAdapter["use"]>[0];
    readonly onTurnError: CloudAdapter["onTurnError"] | undefined;
    /** Where it is one of ours. */
    readonly jobs?: JobHandlers;
  };
  if (jobs !== undefined) adapter.addJobs(jobs);
  adapter.use(middleware);
  if (onTurnError !== undefined && !isDefault(onTurnError)) adapter.onTurnError = onTurnError;
}

/** Whether a handler of errors is the one that the SDK's adapter begins with: it tells followers to fix source code. */
function isDefault(handler: CloudAdapter["onTurnError"]): boolean {
  const fresh = new CloudAdapter({ clientId: "any" });
  return String(fresh.onTurnError) === String(handler);
}
