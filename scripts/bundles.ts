/**
 * Builds the package's code: every entry as an ES module, with what entries share in `dist/parts/`, and the same as
 * CommonJS in `dist/cjs/`. Some hundred modules in a handful of files: Node spends a sixth of the time to load the package
 * on finding and linking modules.
 *
 * CommonJS is for tools that have a loader of their own and cannot `require` ES modules, Jest above all, and for
 * TypeScript in a CommonJS project. Node itself never loads it: by the condition `module-sync` it takes the ES modules
 * for `require` as well, so that there is one copy of every class in a process.
 */
import { cpSync, globSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { build, type Plugin } from "vite";

const root = join(import.meta.dirname, "..");
const source = join(root, "src");
const dist = join(root, "dist");
/** The package's entries, by the names that `exports` has for them. */
const ENTRIES = ["index", "agents/index", "testing/index"];
/** What is loaded by its own name: the command line, and a table that most processes never need. */
const BY_NAME = ["cli", "client/diagnoses/table"];
/** What comes as ES modules only, and is therefore built in where `require` must find it. */
const ES_ONLY = ["markdown-it-cjk-friendly", "get-east-asian-width"];
/**
 * What has many small modules and is needed at once: the parser of odd XML, built in. Node takes 60 ms to find and
 * link its 40 files, a tenth of what loading the SDK takes.
 */
const MANY_FILES = [
  "fast-xml-parser",
  "@nodable/entities",
  "anynum",
  "fast-xml-builder",
  "is-unsafe",
  "path-expression-matcher",
  "strnum",
  "xml-naming",
];
/** What ES modules load late and at once is a plain `require` in CommonJS, of a file that the bundler sees. */
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

type Format = "es" | "cjs";

/** How a bundle finds the files that stand beside our modules, scripts in Lua for example: each where `dist/` has it. */
const PLACES: Record<Format, (dist: string) => string> = {
  es: (dist) =>
    `import { fileURLToPath as pathOfOwn } from "node:url";\nconst placeInDist = (file) => pathOfOwn(new URL(${dist} + file, import.meta.url));`,
  cjs: (dist) =>
    `const placeInDist = (file) => require("node:path").join(__dirname, ${dist}, file);`,
};

/** Builds the modules in both kinds, and copies the declarations that `tsc` has made into `dist/` to those in CommonJS. */
export async function buildBundles(): Promise<void> {
  await bundle("es", [...ENTRIES, ...BY_NAME], dist);
  await bundle("cjs", ENTRIES, join(dist, "cjs"));
  writeFileSync(join(dist, "cjs/package.json"), '{ "type": "commonjs" }\n');
  for (const file of globSync("**/*.d.ts", { cwd: dist })) {
    if (!/^(?:cjs|samples)/.test(file)) cpSync(join(dist, file), join(dist, "cjs", file));
  }
  writeFileSync(join(dist, "licenses.txt"), licenses());
}

/** The licences of what is built in, as they ask for. */
function licenses(): string {
  const texts = [...MANY_FILES, ...ES_ONLY].map((name) => {
    const folder = join(root, "node_modules", name);
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const { license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const text =
      file === undefined ? `License: ${license}` : readFileSync(join(folder, file), "utf8");
    return `${name}\n\n${text.trim()}\n`;
  });
  return texts.join("\n---\n\n");
}

async function bundle(format: Format, entries: readonly string[], outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: source,
    logLevel: "warn",
    plugins: [ownPlaces(format)],
    ssr: { noExternal: format === "cjs" ? [...ES_ONLY, ...MANY_FILES] : MANY_FILES },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: "es2024",
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(entries.map((name) => [name, join(source, `${name}.ts`)])),
        output: {
          format,
          ...(format === "cjs" && { dynamicImportInCjs: false }),
          entryFileNames: "[name].js",
          chunkFileNames: ({ moduleIds }) => `parts/${mostlyOf(moduleIds)}.js`,
        },
      },
    },
  });
}

/** A part is named by the room of the house that most of its modules are from, for whoever reads a stack. */
function mostlyOf(modules: readonly string[]): string {
  const count = new Map<string, number>();
  for (const module of modules.filter((one) => one.startsWith(source))) {
    const room = relative(source, module).split(sep)[0]?.replace(/\.ts$/, "") ?? "";
    count.set(room, (count.get(room) ?? 0) + 1);
  }
  const [most] = [...count].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? "shared";
}

function ownPlaces(format: Format): Plugin {
  return {
    name: "own-places",
    transform: {
      order: "pre",
      handler(code, id) {
        if (!id.startsWith(source) || !code.includes("import.meta")) return null;
        const file = relative(source, id).split(sep).join("/");
        let changed = code;
        for (const [of, before, after] of format === "cjs" ? LOADED_LATE : []) {
          if (of !== file) continue;
          if (!changed.includes(before))
            throw new Error(`${file} has changed: see ${import.meta.url}`);
          changed = changed.replaceAll(before, after);
        }
        const place = `placeInDist(${JSON.stringify(file.replace(/\.ts$/, ".js"))})`;
        const builtIn = (name: string) =>
          format === "cjs" ? `require("node:${name}")` : `process.getBuiltinModule("node:${name}")`;
        changed = changed
          .replaceAll("import.meta.url", `${builtIn("url")}.pathToFileURL(${place}).href`)
          .replaceAll("import.meta.dirname", `${builtIn("path")}.dirname(${place})`)
          .replaceAll("import.meta.filename", place);
        return { code: changed, map: null };
      },
    },
    renderChunk(code, { fileName }) {
      if (!code.includes("placeInDist(")) return null;
      const depth = fileName.split("/").length - (format === "es" ? 1 : 0);
      const above = format === "es" && depth === 0 ? "./" : "../".repeat(depth);
      return { code: `${PLACES[format](JSON.stringify(above))}\n${code}`, map: null };
    },
  };
}
