/** Makes `dist/` afresh, so that nothing of an earlier build is packed; its pages only where they are stale. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { basename, dirname, join } from "node:path";
import { buildBundles } from "./bundles.ts";
import { buildPages } from "./pages.ts";

const root = join(import.meta.dirname, "..");
mkdirSync(join(root, "dist"), { recursive: true });
for (const name of readdirSync(join(root, "dist"))) {
  if (!/^\.?(?:phone|console-page)/.test(name))
    rmSync(join(root, "dist", name), { recursive: true });
}
// The declarations stand by module, as the sources do; the code goes into few files.
const tsc = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"];
const { status } = spawnSync(process.execPath, tsc, { cwd: root, stdio: "inherit" });
// Scripts that Redis runs stand beside the modules that send them.
for (const file of globSync("**/*.lua", { cwd: join(root, "src") })) {
  cpSync(join(root, "src", file), join(root, "dist", file));
}
process.exitCode = status ?? 1;
nameModulesInDeclarations();
await buildBundles();
buildSamples();
await buildPages({ ifStale: true });

/** The compiler leaves `.ts` in the declarations' imports, where only `.js` beside them is a file of the package. */
function nameModulesInDeclarations(): void {
  for (const file of globSync("**/*.d.ts", { cwd: join(root, "dist") })) {
    const path = join(root, "dist", file);
    const code = readFileSync(path, "utf8");
    writeFileSync(path, code.replace(/(["']\.{1,2}\/[^"']*)\.ts(["'])/g, "$1.js$2"));
  }
}

/** The bots of `samples/`, as readable as they are: types are blanked, and our sources are the package around them. */
function buildSamples(): void {
  for (const file of globSync("*/*.ts", { cwd: join(root, "samples") })) {
    // Programs of their own, not bots.
    if (/processes|host|server/.test(basename(file))) continue;
    const code = stripTypeScriptTypes(readFileSync(join(root, "samples", file), "utf8"))
      .replace(/(["'])\.\.\/\.\.\/src\/([^"']+)\.ts\1/g, "$1../../$2.js$1")
      .replace(/(["']\.[^"']*)\.ts(["'])/g, "$1.js$2")
      .replace(/[ \t]+$/gm, "");
    const built = join(root, "dist", "samples", file.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(built), { recursive: true });
    writeFileSync(built, code);
  }
}
