// What the SDK costs a process that only loads it, so that nobody takes that for the adapter's cost.
import "botbuilder";

export { createListener } from "./wechat.ts";
