import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = import.meta.dirname;

/** Installs the bench's own packages, which nobody else needs, the first time it runs. */
export function installOnce(): void {
  const { dependencies } = JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const missing = Object.keys(dependencies).filter(
    (name) => !existsSync(join(FOLDER, "node_modules", name)),
  );
  if (missing.length === 0) return;
  console.log(`First run: installing ${missing.join(", ")} into bench/node_modules.`);
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  execFileSync("npm", args, { cwd: FOLDER, stdio: "inherit" });
}

/** Tells the parts of a whole run that the package was just built. */
export const BUILT = "BENCH_BUILT";

/** Builds the adapter as npm gets it: what is compared is what people install. */
export function buildPackage(): void {
  if (process.env[BUILT] !== undefined) return;
  console.log("Building the adapter.");
  execFileSync(process.execPath, [join(FOLDER, "../scripts/build.ts")], { stdio: "inherit" });
}
