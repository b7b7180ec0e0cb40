import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const DONE = ".installed";

/** A project in a temporary folder, with the pinned packages of one of the folders here; later runs find it again. */
export function installedProject(name: string): string {
  const pins = join(import.meta.dirname, name);
  const lock = readFileSync(join(pins, "package-lock.json"));
  const version = createHash("sha256").update(lock).digest("hex").slice(0, 12);
  const folder = join(tmpdir(), `wechat-pairings-${name}-${version}`);
  if (existsSync(join(folder, DONE))) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const file of ["package.json", "package-lock.json", ".npmrc"]) {
    cpSync(join(pins, file), join(folder, file));
  }
  process.stdout.write(`Installing the packages of test/pairings/${name} in ${folder}.\n`);
  // None of them needs a script at its installation, and what they would run is not ours to judge.
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  execFileSync("npm", args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  writeFileSync(join(folder, DONE), "");
  return folder;
}

/** Puts the package, built and packed as npm gets it, into a project, and beside it the SDK and what it depends on. */
export function addPackage(folder: string): void {
  const packed = mkdtempSync(join(tmpdir(), "wechat-packed-"));
  const args = ["pack", "--silent", "--pack-destination", packed];
  const file = execFileSync("npm", args, { cwd: root, encoding: "utf8" }).trim();
  execFileSync("tar", ["-xzf", join(packed, file), "-C", packed]);
  const { name, dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const modules = join(folder, "node_modules");
  rmSync(join(modules, name), { recursive: true, force: true });
  cpSync(join(packed, "package"), join(modules, name), { recursive: true });
  rmSync(packed, { recursive: true });
  for (const one of ["botbuilder", "@types/node", ...Object.keys(dependencies)]) {
    const link = join(modules, one);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", one), link);
  }
}

/** The version of a package of a project. */
export function versionIn(folder: string, name: string): string {
  return JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8"))
    .version;
}
