// The bot alone: `npm start -- samples/restify` runs it without restify.
export { default } from "../echo/index.ts";
