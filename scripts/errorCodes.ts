/**
 * Every stable `code` of an error: what it means, and the remedy. `docs/errors.md` is made of it; the sources are
 * read for the codes that they use, so that none is missing and none is left over.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Row {
  readonly code: string;
  readonly meaning: string;
  readonly remedy: string;
}

interface Group {
  readonly name: string;
  readonly about: string;
  readonly rows: readonly Row[];
}

const row = (code: string, meaning: string, remedy: string): Row => ({ code, meaning, remedy });

const GROUPS: readonly Group[] = [
  {
    name: "At the start",
    about: "`SettingsError` and `WeChatError`: thrown before a push is taken.",
    rows: [
      row(
        "settings",
        "A setting is missing, malformed or contradicts another one. `problems` has one sentence each.",
        "Do what each sentence says.",
      ),
      row(
        "node-version",
        "Node is older than what the package needs, 22.19.",
        "Install a newer Node; in a project `npm install node@24` brings one for its scripts.",
      ),
      row(
        "no-phone",
        "A coding tool is to play on a phone's page (`mcp --phone`), and no page of this version answers there.",
        "Run `npm start` without an account, and give the address that it prints.",
      ),
      row("duration", "A time is not written as one.", "Write `7s`, `5m`, `48h` or `2d`."),
      row(
        "dialogue",
        "A dialogue cannot work: a step, a way or a table is wrong.",
        "The message names dialogue and step: correct it there.",
      ),
      row(
        "machine",
        "A machine of XState cannot be kept and run as a pure one.",
        "The message names each problem.",
      ),
      row(
        "prompt",
        "A prompt is defined with settings that contradict each other.",
        "The message names prompt and setting.",
      ),
      row(
        "texts",
        "A catalogue of texts has gaps or wrong placeholders.",
        "The message lists them: add or correct the texts.",
      ),
      row(
        "text-missing",
        "A dialogue says a key that its texts do not have.",
        "Add the key, or correct it.",
      ),
      row(
        "dialogue-changed",
        "A dialogue's structure differs from the lock file.",
        "Change it back, or give the changed step a new name, then write the lock anew.",
      ),
    ],
  },
  {
    name: "While sending",
    about: "`SendError` and its kin: the bot's awaited call rejects with it.",
    rows: [
      row(
        "turn-over",
        "The turn has ended, was given up, or another process has taken it over.",
        "Send with `adapter.continueConversationAsync`, or await what you send.",
      ),
      row(
        "runs-aside",
        "Another process runs the follower's turn, and a slice was to be written beside it.",
        "Give `continueConversationAsync` the logic as `alone(logic)`: it waits for a turn of its own.",
      ),
      row(
        "turn-stopped",
        "A newer message of the follower stopped the turn (`TurnAborted`, the reason of the turn's signal).",
        "End; what the turn says now is not shown.",
      ),
      row(
        "stream-stopped",
        "The follower stopped a streamed answer: 停, stop, a menu click (`TurnAborted`).",
        "Ask the model for no more.",
      ),
      row(
        "turn-timeout",
        "The turn took longer than it may (`TurnAborted`).",
        "Answer sooner, or do it outside of the turn.",
      ),
      row(
        "turn-lost",
        "Another process has taken the turn over (`TurnAborted`).",
        "End; the other process goes on.",
      ),
      row(
        "no-jobs",
        "`later` was called, and the adapter has no jobs.",
        "Give the adapter `jobs`, or call `adapter.addJobs`.",
      ),
      row(
        "unknown-job",
        "`later` names a job that the adapter does not have.",
        "Add its handler to `jobs`, or correct the name.",
      ),
      row(
        "no-turn",
        "The context belongs to no turn of this adapter.",
        "Send with the context that your bot was given.",
      ),
      row(
        "unfollowed",
        "The follower has left the account.",
        "Nothing can be sent until he follows again.",
      ),
      row(
        "no-follower",
        "The event concerns the account and nobody in particular.",
        "Send to a follower with `continueConversationAsync`.",
      ),
      row(
        "refused-by-wechat",
        "WeChat refused the message for good; `errcode` is its code.",
        "`explain CODE` says what to check.",
      ),
      row(
        "not-supported",
        "Bot Framework asks for something that WeChat has no counterpart for.",
        "The message names another way.",
      ),
      row(
        "text-too-long",
        "A text is longer than WeChat takes, or than anybody would read (200,000 bytes).",
        "Shorten it, or send a link or a file.",
      ),
      row(
        "empty-text",
        "A native text has no visible character.",
        "Say something, or send nothing.",
      ),
      row("no-media-id", "A native reply lacks the id of its media.", "Upload the file first."),
      row("no-articles", "A native news reply has no article.", "Add one, or send a text."),
      row(
        "too-many-articles",
        "A native news reply has more articles than WeChat shows here.",
        "Leave out the rest.",
      ),
      row(
        "unknown-msgtype",
        "`channelData` names a kind of message that WeChat does not know.",
        "See [activities](activities.md).",
      ),
      row(
        "malformed-message",
        "A message in WeChat's own terms in `channelData` lacks what its kind needs, or has it in another form.",
        "The message names the field. See [activities](activities.md).",
      ),
      row(
        "bad-notification",
        "The notification of an activity cannot be sent as it is.",
        "The message names the field.",
      ),
      row(
        "stream-piece",
        "A piece of a streamed answer is no text.",
        "Give strings: map the source.",
      ),
      row(
        "template-field",
        "A field of a template or subscription message is too long, empty, or of another kind than its name says (47003).",
        "The message names the field and what it takes. Nothing was sent.",
      ),
      row(
        "snapshot",
        "A visitor of a snapshot page has no conversation: neither his openid nor his name is real.",
        "Ask him for the whole page, which WeChat offers him.",
      ),
      row(
        "stream-empty",
        "A streamed answer ended without a character: the model has failed and its library does not say so.",
        "Give the library's result itself and not its stream of text; or set `mayBeEmpty`.",
      ),
      row(
        "page-address",
        "The address that a page's signature is asked for is no web address.",
        "Give it whole, as the phone shows it.",
      ),
      row(
        "link-scene",
        "The scene of a link is no whole number from 0 to 10,000.",
        "Keep the rest on your side, and pass a number.",
      ),
      row(
        "link-state",
        "The state of a link has other signs than letters and digits, or too many.",
        "Keep the rest on your side, and pass a key to it.",
      ),
    ],
  },
  {
    name: "Files",
    about: "`MediaError`: a file cannot be fetched or uploaded.",
    rows: [
      row(
        "file-unreadable",
        "The path names nothing that can be read as a file.",
        "Check path and rights.",
      ),
      row(
        "no-ffmpeg",
        "A voice was asked for as WAV (`audio.wav()`), and `ffmpeg` is not installed.",
        "Install it, or give the voice's bytes to a service that reads its kind.",
      ),
      row("media-empty", "The file has no content.", "Give a file with content."),
      row(
        "media-too-large",
        "The file is larger than WeChat takes of its kind.",
        "Make it smaller.",
      ),
      row(
        "media-format",
        "The file is of a format that WeChat does not take.",
        "Convert it to one of those that the message names.",
      ),
      row("media-cut", "The picture ends in the middle.", "Read the whole file."),
      row("media-too-long", "The voice lasts more than a minute.", "Cut it into pieces."),
      row(
        "url-malformed",
        "The address is no URL, or a `data:` URL that cannot be read.",
        "Give `https://…`, or base64.",
      ),
      row("url-not-https", "The address is not fetched over https.", "Give an `https:` address."),
      row("url-credentials", "The address holds a name or a password.", "Leave them out."),
      row("url-private", "The address leads into a private network.", "Upload the bytes instead."),
      row("url-redirects", "The address leads on to another one.", "Give the last address."),
      row(
        "url-status",
        "The other server did not answer 200.",
        "Check that everybody can open it.",
      ),
      row(
        "url-timeout",
        "The other server did not give the file in time.",
        "Host it nearer, or make it smaller.",
      ),
      row(
        "url-unreachable",
        "The other server could not be reached.",
        "Check that everybody can open it.",
      ),
    ],
  },
  {
    name: "WeChat's API",
    about:
      "`WeChatApiError`: `outcome` says whether something was done, `errcode` is WeChat's code (`explain CODE`).",
    rows: [
      row(
        "unknown-endpoint",
        "`client.call` was given a name that its table does not have.",
        "Take one of those that the message names, or `client.request` with the path.",
      ),
      row(
        "bad-request",
        "`client.request` was given what is no request to WeChat's API: another host, a query in the path, a GET with a body.",
        "The message says what. Nothing was sent.",
      ),
      row("api-refused", "WeChat refused the call.", "`explain` its `errcode`."),
      row(
        "api-no-token",
        "There was no access token to be had.",
        "Check AppSecret and IP whitelist; `doctor` does.",
      ),
      row(
        "api-breaker-open",
        "So many calls failed that none is made for a while.",
        "Wait; look for the first failure in the log.",
      ),
      row(
        "api-unreachable",
        "There was no connection.",
        "Check the network. Nothing was sent: repeating is safe.",
      ),
      row(
        "api-timeout",
        "The deadline passed without an answer.",
        "It may have been done: do not repeat a message blindly.",
      ),
      row("api-cut", "The connection broke before the answer.", "The same."),
      row("api-status", "The answer was no verdict (3xx, 5xx).", "The same."),
      row(
        "api-bad-reply",
        "The answer was not of the documented shape.",
        "The same; report it with the `rid`.",
      ),
    ],
  },
  {
    name: "The store",
    about: "A push gets 503, and WeChat asks again.",
    rows: [
      row(
        "store-unavailable",
        "The store did not take or give something, or what it gave does not open.",
        "The message says which; see [operations](operations.md).",
      ),
      row(
        "state-conflict",
        "Somebody wrote under that key of bot state since it was read.",
        "Read again and decide anew, or write with the eTag `*`.",
      ),
      row(
        "newer-record",
        "A later release of the bot has this conversation.",
        "Finish the deploy.",
      ),
      row("not-json", "What a dialogue wants to keep is no JSON.", "Keep plain data."),
      row(
        "no-turn-scope",
        "Dialogues run under an adapter that keeps no record of a conversation.",
        "Use `WeChatAdapter`, or the test kit.",
      ),
    ],
  },
  {
    name: "Dialogues at work",
    about: "A step or a service of a dialogue went wrong.",
    rows: [
      row(
        "answer-missing",
        "A step needs an answer, and a way leads to it on which nobody was asked.",
        "Ask before it, or read the answer as one that may be missing.",
      ),
      row("too-much", "Two steps lead to each other without asking.", "Ask between them."),
      row(
        "token",
        "A callback's token is not ours, or `callbackSecret` has changed.",
        "Pass the token as it was given; keep the secret.",
      ),
      row("replay", "A recorded turn ends otherwise now.", "The message shows both ends."),
    ],
  },
  {
    name: "Linked accounts",
    about: "See [accounts](accounts.md).",
    rows: [
      row("no-component", "No third-party platform is set.", "Set `WECHAT_COMPONENT_…`."),
      row(
        "no-ticket",
        "WeChat has pushed no ticket in the last twelve hours.",
        "Check the authorisation event URL in the platform's console.",
      ),
      row(
        "other-account",
        "A link for one account was used by another one.",
        "Open it again and choose the account that it is for.",
      ),
      row(
        "authorisation-busy",
        "Others changed an account's authorisation at the same time, again and again.",
        "Try again.",
      ),
      row(
        "links-busy",
        "Others made or used links at the same time, again and again.",
        "Try again.",
      ),
    ],
  },
  {
    name: "Requests",
    about:
      "The sender gets one uniform refusal; the log has the code `refused` and one of these reasons.",
    rows: [
      row(
        "refused",
        "A request is not from WeChat, not for this account, or not intact.",
        "The reason says what was looked at.",
      ),
      row("stale", "The delivery's time is more than ten minutes from ours.", "Set the clock."),
      row(
        "unreadable-body",
        "The body is too large, compressed, not UTF-8, or was read by a body parser.",
        "Mount the adapter before body parsers.",
      ),
      row(
        "query",
        "The query is not one that WeChat writes.",
        "Nothing, unless a proxy changes addresses.",
      ),
      row(
        "signature",
        "The signature does not match.",
        "Compare the token with the one in the console.",
      ),
      row(
        "not-encrypted",
        "The body is plain, and the account's mode is not.",
        "Compare the mode with the one in the console.",
      ),
      row("no-key", "The body is encrypted, and the account has no key.", "Set `encodingAESKey`."),
      row(
        "envelope",
        "The encrypted body cannot be opened with our key.",
        "Compare the EncodingAESKey with the one in the console.",
      ),
      row("xml", "The body is none of WeChat's documents.", "Report it if WeChat sent it."),
      row("push", "The body is neither a message nor an event.", "The same."),
      row(
        "notice",
        "The body is no notice to our third-party platform.",
        "Check the platform's address in its console.",
      ),
      row(
        "echostr",
        "The verification of the address lacks its text.",
        "Press the console's button again.",
      ),
      row(
        "account",
        "The path names none of our accounts.",
        "End the address in the AppID, or set the account.",
      ),
      row(
        "recipient",
        "The push is for another original id than the account's.",
        "Correct `originalId` (`WECHAT_ORIGINAL_ID`), or the address in the other account's console. An account without one learns it from its first push, until it is started again.",
      ),
    ],
  },
];

/** Of programs that people run, which print the sentence. */
const COMMANDS_ALONE: ReadonlySet<string> = new Set([
  "simulator",
  "script",
  "bot-down",
  "bot",
  "turn-runs",
  "state-gone",
  "faulty-answer",
  "testing",
  "not-ours",
]);
const NEW = /new (?:SendError|WeChatError|MediaError|Refused)\(\s*([^,]*),/g;
const SUPER = /super\(\s*"([a-z-]+)"/g;
/** The unions of codes, and the table of what a file's fetch may say. */
const LISTED =
  /type (?:ApiErrorCode|AbortCode) =([^;]*);|const CODES: Readonly<Record<string, string>> = \{([^}]*)\}/g;
const CODE = /"([a-z]+(?:-[a-z]+)*)"/g;

/** The codes that the sources use. */
function usedCodes(): ReadonlySet<string> {
  const src = join(import.meta.dirname, "../src");
  const texts = globSync("**/*.ts", { cwd: src })
    .filter((file) => !/^(?:simulator|testing)\/|\/page\//.test(file))
    .map((file) => readFileSync(join(src, file), "utf8"));
  const found = texts.flatMap((text) => [
    ...[...text.matchAll(NEW)].flatMap(([, given = ""]) => codesIn(given)),
    ...[...text.matchAll(SUPER)].map(([, code = ""]) => code),
    ...[...text.matchAll(LISTED)].flatMap(([, union, table = ""]) =>
      codesIn(union ?? table.replace(/"[^"]+":/g, "")),
    ),
  ]);
  return new Set(found.filter((code) => !COMMANDS_ALONE.has(code)));
}

function codesIn(text: string): readonly string[] {
  return [...text.matchAll(CODE)].map(([, code = ""]) => code);
}

/** The page's tables. Throws where a code has no row, or a row no code. */
export function errorTables(): string {
  const used = usedCodes();
  const told = new Set(GROUPS.flatMap(({ rows }) => rows.map(({ code }) => code)));
  const untold = [...used].filter((code) => !told.has(code));
  const unused = [...told].filter((code) => !used.has(code));
  if (untold.length + unused.length > 0) {
    throw new Error(
      `scripts/errorCodes.ts: without a row: ${untold.join(", ") || "none"}; without a use: ${unused.join(", ") || "none"}.`,
    );
  }
  return GROUPS.map(section).join("\n\n");
}

function section({ name, about, rows }: Group): string {
  const lines = rows.map(({ code, meaning, remedy }) => `| \`${code}\` | ${meaning} | ${remedy} |`);
  const head = ["| code | meaning | remedy |", "| --- | --- | --- |"];
  return [`## ${name}`, "", about, "", ...head, ...lines].join("\n");
}
