import { Answer } from "../../web/pageServer.ts";

/** What a chat becomes, and under what name it is downloaded. */
const FILES = {
  test: "chat.test.mjs",
  dialogue: "dialogue.test.mjs",
  script: "chat.txt",
} as const;
export type WrittenForm = keyof typeof FILES;

/** A written chat, to be saved under its name. */
export function download(written: string, form: WrittenForm): Answer {
  return new Answer(200, written, {
    "content-type": "text/plain; charset=utf-8",
    "content-disposition": `attachment; filename="${FILES[form]}"`,
  });
}
