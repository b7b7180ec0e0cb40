import { defineConfig } from "vite";

/** Builds the testers' page. `scripts/pages.ts` runs it, and says where to. */
export default defineConfig({
  root: "src/simulator/phone/page",
  base: "/",
  publicDir: false,
  build: {
    emptyOutDir: true,
    target: "es2024",
    modulePreload: false,
    // The page's policy takes no data in styles or scripts; files of their own are cached for ever.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  logLevel: "warn",
});
