import { render } from "preact";
import "../../web/page/styles/base.css";
import "../../web/page/styles/parts.css";
import "./styles/console.css";
import { App } from "./app.tsx";

const place = document.getElementById("app");
if (place !== null) render(<App />, place);
