/**
 * Builds `dist/cjs/`: the package for tools that have a loader of their own and cannot `require` ES modules, Jest above
 * all, and for TypeScript in a CommonJS project. Node itself never loads it: by the condition `module-sync` it takes
 * the ES modules for `require` as well, so that there is one copy of every class in a process.
 */
import { cpSync, globSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { build, type Plugin } from "vite";

const root = join(import.meta.dirname, "..");
const source = join(root, "src");
const target = join(root, "dist/cjs");
/** The package's entries, by the names that `exports` has for them. */
const ENTRIES = ["index", "agents/index", "testing/index"];
/** What comes as ES modules only, and is therefore built in. */
const BUILT_IN = ["markdown-it-cjk-friendly", "get-east-asian-width"];
/** What ES modules load late and at once is a plain `require` here, of a file that the bundler sees. */
const LOADED_LATE: readonly (readonly [file: string, before: string, after: string])[] = [
  ...[
    "adapter/translate/rendering/markup/parser.ts",
    "adapter/watch/tracing.ts",
    "metrics/promClient.ts",
  ].map((file) => [file, "const require = createRequire(import.meta.url);\n", ""] as const),
  [
    "client/diagnosis.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code.
    "createRequire(import.meta.url)(`./diagnoses/${file}`)",
    'require("./diagnoses/table.ts")',
  ],
  ["client/diagnosis.ts", "import.meta.filename", '"table.ts"'],
];

/** Builds the modules, and copies the declarations that `tsc` has made into `dist/`. */
export async function buildCommonJs(): Promise<void> {
  await build({
    configFile: false,
    root: source,
    logLevel: "warn",
    plugins: [ownPlaces()],
    ssr: { noExternal: BUILT_IN },
    build: {
      ssr: true,
      outDir: target,
      emptyOutDir: true,
      target: "es2024",
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(ENTRIES.map((name) => [name, join(source, `${name}.ts`)])),
        output: {
          format: "cjs",
          dynamicImportInCjs: false,
          entryFileNames: "[name].js",
          chunkFileNames: "parts/[name].js",
        },
      },
    },
  });
  writeFileSync(join(target, "package.json"), '{ "type": "commonjs" }\n');
  for (const file of globSync("**/*.d.ts", { cwd: join(root, "dist") })) {
    if (!/^(?:cjs|samples)/.test(file)) cpSync(join(root, "dist", file), join(target, file));
  }
}

/** Files that stand beside a module, scripts in Lua for example, are found from the bundle as well. */
function ownPlaces(): Plugin {
  return {
    name: "own-places",
    transform: {
      order: "pre",
      handler(code, id) {
        if (!id.startsWith(source) || !code.includes("import.meta")) return null;
        const file = relative(source, id).split(sep).join("/");
        let changed = code;
        for (const [of, before, after] of LOADED_LATE) {
          if (of !== file) continue;
          if (!changed.includes(before))
            throw new Error(`${file} has changed: see ${import.meta.url}`);
          changed = changed.replaceAll(before, after);
        }
        const place = `placeInDist(${JSON.stringify(file.replace(/\.ts$/, ".js"))})`;
        changed = changed
          .replaceAll("import.meta.url", `require("node:url").pathToFileURL(${place}).href`)
          .replaceAll("import.meta.dirname", `require("node:path").dirname(${place})`);
        return { code: changed, map: null };
      },
    },
    renderChunk(code, { fileName }) {
      if (!code.includes("placeInDist(")) return null;
      const dist = JSON.stringify("../".repeat(fileName.split("/").length));
      const placeInDist = `const placeInDist = (file) => require("node:path").join(__dirname, ${dist}, file);`;
      return { code: `${placeInDist}\n${code}`, map: null };
    },
  };
}
