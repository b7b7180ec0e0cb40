/**
 * Everything that a public signature names can be imported: whoever writes a store, a courier or a wrapper can
 * write its types down.
 *
 *     node scripts/exports.ts   lists the types that are missing, and fails
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

const root = join(import.meta.dirname, "..");
const ENTRIES = ["index", "agents/index", "testing/index"];
/** All of them in one: a type may be imported from any. */
const ALL = "all";
const require = createRequire(import.meta.url);

const folder = mkdtempSync(join(tmpdir(), "exports-"));
try {
  process.exitCode = declare(folder) && check(folder, ALL) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Writes the declarations that the package would have. */
function declare(out: string): boolean {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const options = [
    "-p",
    "tsconfig.build.json",
    "--emitDeclarationOnly",
    "--outDir",
    join(out, "types"),
  ];
  symlinkSync(join(root, "node_modules"), join(out, "node_modules"));
  const { name, version, dependencies, peerDependencies } = require(join(root, "package.json"));
  const settings = { name, version, type: "module", dependencies, peerDependencies };
  writeFileSync(join(out, "package.json"), JSON.stringify(settings));
  const compilerOptions = {
    module: "nodenext",
    target: "es2022",
    lib: ["es2024", "dom"],
    skipLibCheck: true,
    types: ["node"],
  };
  writeFileSync(
    join(out, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["types"] }),
  );
  mkdirSync(join(out, "temp"));
  mkdirSync(join(out, "types"));
  const lines = ENTRIES.map((entry) => `export * from "./${entry}.js";\n`);
  writeFileSync(join(out, "types", `${ALL}.d.ts`), lines.join(""));
  return (
    spawnSync(process.execPath, [tsc, ...options], { cwd: root, stdio: "inherit" }).status === 0
  );
}

/** Prints what the entry's signatures name and it does not export. */
function check(out: string, entry: string): boolean {
  const missing: string[] = [];
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: out,
      mainEntryPointFilePath: join(out, "types", `${entry}.d.ts`),
      compiler: { tsconfigFilePath: join(out, "tsconfig.json") },
      apiReport: { enabled: false, reportFileName: "none" },
      docModel: { enabled: false },
      dtsRollup: { enabled: true, untrimmedFilePath: join(out, "temp", "rollup.d.ts") },
      messages: {},
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(out, "package.json"),
  });
  Extractor.invoke(config, {
    localBuild: true,
    messageCallback(message) {
      message.handled = true;
      if (message.messageId === "ae-forgotten-export") {
        const at = message.sourceFilePath?.replace(`${out}/types/`, "") ?? "";
        missing.push(`${message.text} (${at}:${message.sourceFileLine})`);
      } else if (message.logLevel === ExtractorLogLevel.Error) {
        missing.push(message.text);
      }
    },
  });
  for (const one of missing) process.stderr.write(`${entry}: ${one}\n`);
  return missing.length === 0;
}
