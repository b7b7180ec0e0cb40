/** What a command of ours prints. */
export async function written(
  run: (output: { write(text: string): boolean }) => unknown,
): Promise<string> {
  let text = "";
  await run({
    write(more) {
      text += more;
      return true;
    },
  });
  return text;
}
