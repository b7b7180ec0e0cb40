import { render } from "preact";
import "../../../web/page/styles/base.css";
import "../../../web/page/styles/parts.css";
import "./styles/handset.css";
import "./styles/messages.css";
import "./styles/inspector.css";
// Last: in narrow windows it decides what is seen at all.
import "./styles/layout.css";
import { App } from "./app.tsx";
import { listen } from "./link.ts";
import { Model } from "./model.ts";

const model = new Model();
listen(model);
const place = document.getElementById("app");
if (place !== null) render(<App model={model} />, place);
