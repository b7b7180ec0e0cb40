import { render } from "preact";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/handset.css";
import "./styles/messages.css";
import "./styles/inspector.css";
import { App } from "./app.tsx";
import { listen } from "./link.ts";
import { Model } from "./model.ts";

const model = new Model();
listen(model);
const place = document.getElementById("app");
if (place !== null) render(<App model={model} />, place);
