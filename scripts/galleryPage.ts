/** `docs/gallery.md`, made of the exhibits. */
import type { Exhibit } from "../samples/cards/exhibits.ts";
import { EXHIBITS, pictureOf } from "./exhibition.ts";

/** What every exhibit shows, in words: a test holds it against what it shows now. From `docs/`. */
export const SHOWN = "gallery/shown.json";
/** Longer inputs are not repeated whole. */
const LONGEST = 900;

export function galleryPage(): string {
  const parts = EXHIBITS.map(section);
  return `# Gallery

For each thing that a bot says, this page shows what WeChat makes of it: on the left for an account that has only passive
replies, on the right for a verified account that may send by customer service. The pictures show the simulator's phone;
\`node scripts/gallery.ts\` makes them with the bot [samples/cards](../samples/cards). [Activities](activities.md) says the same
in words.

${parts.join("\n")}`;
}

function section(exhibit: Exhibit): string {
  const { title, says, answers = [] } = exhibit;
  const input = says.map((activity) => JSON.stringify(activity, shortened, 1)).join("\n");
  const shown = input.length > LONGEST ? `${input.slice(0, LONGEST)} …` : input;
  const then = answers.length > 0 ? `\nThe user answers: ${answers.join(" · ")}\n` : "";
  return `## ${title}

<details><summary>The activity</summary>

\`\`\`json
${shown}
\`\`\`

</details>
${then}
| passive | customer service |
| --- | --- |
| ![${title}, passive](${pictureOf(exhibit, "passive")}) | ![${title}, customer service](${pictureOf(exhibit, "customer-service")}) |
`;
}

function shortened(_name: string, value: unknown): unknown {
  return typeof value === "string" && value.startsWith("data:") ? `${value.slice(0, 40)}…` : value;
}
