#!/usr/bin/env node
// Old JavaScript on purpose: this file must load on a Node that cannot load the rest.
var parts = process.versions.node.split(".");
var major = Number(parts[0]);
var minor = Number(parts[1]);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(
    "This needs Node 22.19 or later, and this is " +
      process.version +
      ": run it with npm (npm start, npm run push), which brings its own Node, or install a newer one.",
  );
  process.exit(1);
}
var path = require("node:path");
var fs = require("node:fs");
var home = path.join(__dirname, "..");
var modules = path.dirname(home);
if (path.basename(modules) !== "node_modules") modules = path.join(home, "node_modules");
// From its second start on a process finds its code compiled. Beside the code: what lies in a folder for everybody's
// temporary files, others may have put there.
require("node:module").enableCompileCache(
  path.join(modules, ".cache", "botbuilder-adapter-wechat"),
);
var source = path.join(home, "src", "cli.ts");
// In a checkout the sources run as they are; Node refuses to strip types below node_modules.
var cli = fs.existsSync(source) ? source : path.join(home, "dist", "cli.js");
var settled = false;
process.on("exit", (code) => {
  if (settled || code !== 0) return;
  console.error(
    "The command ended before it was done: this is a mistake of ours, please report it.",
  );
  process.exitCode = 1;
});
import(require("node:url").pathToFileURL(cli).href)
  .then((module) => module.run(process.argv.slice(2)))
  .then((code) => {
    settled = true;
    if (code !== undefined) process.exitCode = code;
  });
