import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What axe calls serious or critical on the page as it stands, each with the first element that has it. */
export async function seriousOn(page: Page): Promise<readonly string[]> {
  // Evaluated beside the page's own scripts, past its policy, which lets nothing else in.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<Found> } }).axe.run(),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes: [first] }) => `${id}: ${first?.html} ${first?.failureSummary ?? ""}`);
}

/** Languages and themes of our pages, each with each. */
export const LOOKS = [
  ["en", "light"],
  ["en", "dark"],
  ["zh", "light"],
  ["zh", "dark"],
] as const;

/** Looks at the page as it stands, and adds what axe calls serious or critical, by the view's name. */
export function lookerAt(page: Page, width: number, found: string[]) {
  return async (view: string): Promise<void> => {
    found.push(...(await seriousOn(page)).map((one) => `${width} ${view}: ${one}`));
  };
}
