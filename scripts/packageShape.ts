/**
 * What the packed package promises to those who install it: `publint` reads its manifest, and "are the types wrong" looks
 * whether every way to resolve modules finds the types of the code that it would run.
 *
 *     node scripts/packageShape.ts   lists what is wrong, and fails
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "package-shape-"));
try {
  const args = ["pack", "--silent", "--pack-destination", folder];
  const packed = execFileSync("npm", args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const tarball = readFileSync(join(folder, packed.trim()));
  const wrong = [...(await manifestFaults(tarball)), ...(await typeFaults(tarball))];
  for (const one of wrong) process.stderr.write(`${one}\n`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function manifestFaults(tarball: Buffer): Promise<string[]> {
  const data = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.length);
  const { messages, pkg } = await publint({
    pack: { tarball: data as ArrayBuffer },
    level: "warning",
  });
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

async function typeFaults(tarball: Buffer): Promise<string[]> {
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
  if (result.types === false) return ["The package has no types."];
  return result.problems.map((problem) => JSON.stringify(problem));
}
