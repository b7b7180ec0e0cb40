import { defineConfig } from "vite";

/** What the pages have in common; `scripts/pages.ts` says which ones there are. */
export default defineConfig({
  base: "/",
  publicDir: false,
  build: {
    emptyOutDir: true,
    target: "es2024",
    modulePreload: false,
    // The pages' policy takes no data in styles or scripts; files of their own are cached for ever.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  logLevel: "warn",
});
