#!/usr/bin/env bash
# Package: botbuilder-lg 4.23.3 (npm), on Node 24.
#
# Most people expect that the locale of a language file is compared without regard to case, as BCP 47 says, and that
# `MultiLanguageLG` speaks Chinese to an activity of locale zh-CN when it was given a file for zh-cn.
#
# What happens: the map is asked by the letters of the locale first. "zh-CN" is neither "zh-cn" nor in the table of
# fallbacks, which is in small letters, so the default file answers, without a word. Handed over under "zh-CN" it works,
# and then an activity of locale zh-cn hears the default.
#
# Output seen:
#   file under zh-cn, asked for zh-cn: 你好
#   file under zh-cn, asked for zh-CN: Hello
#   file under zh-CN, asked for zh-CN: 你好
#   file under zh-CN, asked for zh-cn: Hello
#
# Exits 0 while that is so, 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts botbuilder-lg@4.23.3 >/dev/null 2>&1
printf '# hello\n- Hello\n' > en.lg
printf '# hello\n- 你好\n' > zh.lg
cat > look.cjs <<'JS'
const { MultiLanguageLG, Templates } = require("botbuilder-lg");
for (const filed of ["zh-cn", "zh-CN"]) {
  const files = new Map([["", Templates.parseFile("en.lg")], [filed, Templates.parseFile("zh.lg")]]);
  const speaks = new MultiLanguageLG(files, undefined);
  for (const asked of filed === "zh-cn" ? ["zh-cn", "zh-CN"] : ["zh-CN", "zh-cn"]) {
    console.log(`file under ${filed}, asked for ${asked}: ${speaks.generate("hello", {}, asked)}`);
  }
}
JS
seen=$(node look.cjs)
echo "$seen"
[[ "$seen" == *"under zh-cn, asked for zh-CN: Hello"*"under zh-CN, asked for zh-CN: 你好"*"asked for zh-cn: Hello" ]]
