#!/usr/bin/env bash
# Packages: node-easywechat 3.6.2 (npm), with node-socialite 1.5.3 and 1.4.1, on Node 24.
#
# Most people expect that a fresh `npm install node-easywechat` of its last release can be loaded.
#
# What happens: it asks for node-socialite by a caret range and loads a file from inside of it; node-socialite 1.5
# no longer has that file. A fresh install takes 1.5.3, and loading throws MODULE_NOT_FOUND. With node-socialite
# 1.4.1 beside it, it loads.
#
# Output seen:
#   with node-socialite 1.5.3: MODULE_NOT_FOUND
#   with node-socialite 1.4.1: function
#
# Exits 0 while that is so, 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
look() {
  npm install --silent --no-audit --no-fund --ignore-scripts node-easywechat@3.6.2 "node-socialite@$1" >/dev/null 2>&1
  node -e '
    try {
      console.log(`with node-socialite ${process.argv[1]}: ${typeof require("node-easywechat").OfficialAccount}`);
    } catch (error) {
      console.log(`with node-socialite ${process.argv[1]}: ${error.code}`);
    }' "$1"
}
seen=$(look 1.5.3; look 1.4.1)
echo "$seen"
[[ "$seen" == *"1.5.3: MODULE_NOT_FOUND"*"1.4.1: function"* ]]
