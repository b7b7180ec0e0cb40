#!/usr/bin/env bash
# Package: restify 12.0.0 (npm), on Node 24.
#
# Node documents that `response.writeHead(…)` returns the response, so that `response.writeHead(200).end("hello")`
# works, and most people expect that loading a framework changes only servers that the framework makes.
#
# What happens: `require("restify")` replaces `writeHead` on the prototype of Node's own responses, for the whole
# process, by a function that returns nothing. A server that was made with `node:http` alone, by code that never
# touches restify, throws at `.end`: whoever serves metrics or a health check beside restify meets it.
#
# Output seen:
#   before restify is loaded: ServerResponse
#   after restify is loaded: undefined
#
# Exits 0 while that is so, 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts restify@12.0.0 >/dev/null 2>&1
cat > look.cjs <<'JS'
const { createServer } = require("node:http");

function whatWriteHeadGives() {
  return new Promise((resolve) => {
    const server = createServer((_request, response) => {
      const given = response.writeHead(200);
      response.end("hello");
      resolve(given === undefined ? "undefined" : given.constructor.name);
      server.close();
    });
    server.listen(0, "127.0.0.1", () => {
      fetch(`http://127.0.0.1:${server.address().port}/`).then((answer) => answer.text());
    });
  });
}

(async () => {
  console.log("before restify is loaded:", await whatWriteHeadGives());
  require("restify");
  console.log("after restify is loaded:", await whatWriteHeadGives());
  process.exit(0);
})();
JS
seen=$(node look.cjs 2>/dev/null)
echo "$seen"
[ "$seen" = "before restify is loaded: ServerResponse
after restify is loaded: undefined" ]
