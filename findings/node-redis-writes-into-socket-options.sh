#!/usr/bin/env bash
# Package: redis 6.3.1 (npm), on Node 24.
#
# Most people keep the socket settings of all their Redis clients (timeouts, the reconnect strategy) in one constant,
# and expect that `createClient({ url, socket })` reads it.
#
# What happens: it writes the address of `url` into that object, and a client that is made later with the same constant
# and without a `url` of its own connects there. A Sentinel client, whose nodes have addresses and no `url`, then looks
# for its primary at the address of another client, for example at the path of a Unix socket.
#
# Output seen:
#   before: {"connectTimeout":1000}
#   after: {"connectTimeout":1000,"host":"cache.example","tls":false,"port":6380}
#   another client, made without an address: cache.example 6380
#
# Exits 0 while that is so, 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts redis@6.3.1 >/dev/null 2>&1
cat > look.mjs <<'JS'
import { createClient } from "redis";

const socket = { connectTimeout: 1_000 };
console.log("before:", JSON.stringify(socket));
createClient({ url: "redis://cache.example:6380", socket });
console.log("after:", JSON.stringify(socket));
const { options } = createClient({ socket });
console.log("another client, made without an address:", options.socket.host, options.socket.port);
JS
seen=$(node look.mjs)
echo "$seen"
[[ "$seen" == *'after: '*'"host":"cache.example"'*"without an address: cache.example 6380" ]]
