import type { Sentences } from "./sentences.ts";

/** Why a store cannot be opened or used. */
export const STORES_IN_CHINESE: Sentences = {
  "The store {address} {problem}.": "存储 {address} {problem}。",
  "WECHAT_STORE {address} {problem}.": "存储 WECHAT_STORE {address} {problem}。",
  "takes nothing after memory:": "的 memory: 之后不能有内容",
  "names no file: write sqlite:./data/wechat.db": "没有写文件：请写成 sqlite:./data/wechat.db",
  "takes a path, not an address: write sqlite:./file.db":
    "需要路径而不是地址：请写成 sqlite:./file.db",
  "names no server: write redis://host:6379": "没有写服务器：请写成 redis://host:6379",
  "names no socket: write unix:///run/redis.sock": "没有写套接字：请写成 unix:///run/redis.sock",
  "names no primary: write redis-sentinel://host:26379,host:26379/mymaster":
    "没有写主节点名称：请写成 redis-sentinel://host:26379,host:26379/mymaster",
  "names no nodes: write redis+cluster://host:7000,host:7001":
    "没有写节点：请写成 redis+cluster://host:7000,host:7001",
  "is unknown: use {known}": "无法识别：请使用 {known}",
  "The store's key {problem}.": "存储的密钥{problem}。",
  "WECHAT_STORE_KEY {problem}.": "WECHAT_STORE_KEY {problem}。",
  "is not a key: write 32 random bytes in base64 (openssl rand -base64 32)":
    "不是密钥：请填 32 个随机字节的 base64（openssl rand -base64 32）",
  "What is stored was sealed with another key: put it behind the present one in WECHAT_STORE_KEY.":
    "存储的内容用另一个密钥加密：请把那个密钥写在 WECHAT_STORE_KEY 现有密钥之后。",
  "What is stored was changed, or moved, since it was sealed: it is not taken.":
    "存储的内容在加密之后被改动或移动过：不予接受。",
  "What is stored was sealed with a newer key than those of this process: put that key behind the present one in WECHAT_STORE_KEY and start it again.":
    "存储的内容用比此进程更新的密钥加密：请把那个密钥写在 WECHAT_STORE_KEY 现有密钥之后，然后重新启动。",
  "WECHAT_STORE_KEY is not set: nothing is sealed. To change a key, set the new one, a comma, the old one.":
    "未设置 WECHAT_STORE_KEY：没有加密的内容。更换密钥时写成“新密钥,旧密钥”。",
  "What this store keeps cannot be sealed anew from here: use a SQLite file or a Redis.":
    "无法从这里重新加密这个存储的内容：请使用 SQLite 文件或 Redis。",
  "What is stored is not sealed as it must be with WECHAT_STORE_UNSEALED=refuse: somebody wrote it without the key, or it is older than the setting; WECHAT_STORE_UNSEALED=take takes it.":
    "WECHAT_STORE_UNSEALED=refuse 时，存储的内容必须加密：有人不用密钥写入了它，或它早于这项设置；WECHAT_STORE_UNSEALED=take 会接受它。",
  "WECHAT_STORE_KEY is not set, but what is stored was sealed with one: set it again.":
    "未设置 WECHAT_STORE_KEY，而存储的内容是加密的：请重新设置。",
  "WECHAT_STORE_KEY does not open what is stored: it was sealed with another key. Set that one, behind a new one and a comma if you want to change it.":
    "WECHAT_STORE_KEY 打不开存储的内容：它用另一个密钥加密。请设置那个密钥；要更换时写成“新密钥,旧密钥”。",
  "The Redis at {place} cannot be used: {why} (look at the address of the store, its user, password and database).":
    "无法使用 {place} 的 Redis：{why}（请检查存储地址中的用户、密码和数据库）。",
  "The Redis at {place} cannot be reached: {why}.": "无法连接 {place} 的 Redis：{why}。",
  "{why} (tried for {seconds} s)": "{why}（已尝试 {seconds} 秒）",
  "it does not answer": "没有应答",
  "The Redis at {address} is not safe for a store: {problem}":
    "{address} 的 Redis 用作存储不安全：{problem}",
  "it is Redis {version}: take {oldest} or newer.":
    "它是 Redis {version}：请使用 {oldest} 或更新版本。",
  "it is a replica, which takes no writes: name its primary.": "它是从节点，不能写入：请填主节点。",
  "it keeps no append-only file, so that a crash loses pushes that WeChat will not send again: set appendonly yes.":
    "它没有开启 AOF，崩溃时会丢失微信不再重发的推送：请设置 appendonly yes。",
  "it throws keys away when memory is short (maxmemory-policy {policy}): set maxmemory-policy noeviction.":
    "内存不足时它会删除数据（maxmemory-policy {policy}）：请设置 maxmemory-policy noeviction。",
  "The Redis holds data of a later version of this package (format {stored}, known here: {known}): start that version, or set another prefix.":
    "Redis 中的数据来自更新版本的本包（格式 {stored}，此版本支持：{known}）：请启动那个版本，或换一个前缀。",
  "Redis did not reply within {ms} ms.": "Redis 在 {ms} 毫秒内没有应答。",
  "Redis is not available: {why}": "Redis 不可用：{why}",
  "The package redis is too old for this: npm install redis@6.":
    "redis 包版本太旧：npm install redis@6。",
  "The package redis is not installed, and a Redis store needs it: npm install redis.":
    "Redis 存储需要 redis 包，尚未安装：npm install redis。",
  "{path} was moved or replaced while it was in use: put it back, or start the process again.":
    "{path} 在使用中被移动或替换：请放回原处，或重新启动进程。",
  "The store is closed.": "存储已关闭。",
  "{path} is no SQLite database: name another file, or restore it.":
    "{path} 不是 SQLite 数据库：请换一个文件，或恢复它。",
  "{path} is a folder: name a file, for example {file}.":
    "{path} 是文件夹：请写文件，例如 {file}。",
  "{path} lies below a file: name a place in a folder.":
    "{path} 的上级是文件：请写文件夹中的位置。",
  "{path} cannot be used now: {why}.": "{path} 现在无法使用：{why}。",
  "A later version of this package has written into the store (line version {version}): end this process, and start that version.":
    "更新版本的本包写入过这个存储（版本 {version}）：请结束此进程，启动那个版本。",
  "{path} is a SQLite database of something else: name another file.":
    "{path} 是其他程序的 SQLite 数据库：请换一个文件。",
  "{path} was written by a later version of this package (schema {version}, known here: {known}): start that version, or name another file.":
    "{path} 由更新版本的本包写入（结构 {version}，此版本支持：{known}）：请启动那个版本，或换一个文件。",
};
