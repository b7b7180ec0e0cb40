import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Icon, type IconName } from "../../../../web/page/icons.tsx";
import { useRoving } from "../../../../web/page/roving.ts";
import type { AccountView } from "../../wire.ts";
import { useStage } from "../context.ts";
import { useDraft } from "../drafts.ts";
import { FileSheet, type PanelProps, useAct } from "./fileSheet.tsx";

/** A form of one panel: its fields, and the button that sends them. */
function Sheet({
  children,
  label,
  onSend,
}: {
  readonly children: ComponentChildren;
  readonly label: string;
  readonly onSend: () => void;
}) {
  return (
    <form
      class="sheet"
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      {children}
      <button type="submit" class="primary">
        {label}
      </button>
    </form>
  );
}

function Field({
  label,
  value,
  onChange,
  type = "text",
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: "text" | "number" | "url";
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        {...({ type, step: "any" } as object)}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </label>
  );
}

export function VoicePanel(props: PanelProps) {
  const { say } = useStage();
  const act = useAct(props, "voice");
  const [text, setText] = useDraft(`voice.${props.openid}.text`);
  return (
    <div class="panel">
      <Sheet label={say("send")} onSend={() => act({ do: "voice", recognition: text })}>
        <Field label={say("voiceSays")} value={text} onChange={setText} />
      </Sheet>
    </div>
  );
}

const SIGNS = [
  "😀",
  "😂",
  "🥰",
  "😎",
  "🤔",
  "😭",
  "😡",
  "👍",
  "👏",
  "🙏",
  "💪",
  "🎉",
  "🌹",
  "❤️",
  "☕",
  "🍜",
];
/** Source of the text: inbound 2.1, what clients send for what an account cannot get. */
const STICKER_TEXT = "【收到不支持的消息类型，暂无法显示】";

export function StickerPanel({
  onPick,
  ...props
}: PanelProps & { readonly onPick: (sign: string) => void }) {
  const { say } = useStage();
  const signs = useRoving<HTMLDivElement>(".sign");
  const act = useAct(props);
  return (
    <div class="panel stickers">
      <div class="signs" {...signs}>
        {SIGNS.map((sign) => (
          <button
            type="button"
            class="plain sign"
            tabIndex={-1}
            key={sign}
            onClick={() => onPick(sign)}
          >
            {sign}
          </button>
        ))}
      </div>
      <div class="sticker-row">
        <button
          type="button"
          class="secondary"
          onClick={() => act({ do: "send", elements: { MsgType: "text", Content: STICKER_TEXT } })}
        >
          🎉 {say("sticker")}
        </button>
        <small class="quiet">{say("unsupported")}</small>
      </div>
    </div>
  );
}

type Tool = "album" | "video" | "location" | "scan" | "pay" | "file" | "link" | "miniProgram";

const TOOLS: readonly (readonly [tool: Tool, icon: IconName])[] = [
  ["album", "picture"],
  ["video", "video"],
  ["location", "place"],
  ["scan", "scan"],
  ["pay", "pay"],
  ["file", "file"],
  ["link", "link"],
  ["miniProgram", "mini"],
];

/** The grid behind the plus sign. */
export function MorePanel({ account, ...props }: PanelProps & { readonly account: AccountView }) {
  const { say } = useStage();
  const [tool, setTool] = useState<Tool | undefined>();
  const tools = useRoving<HTMLDivElement>(".tool");
  if (tool === undefined) {
    return (
      <div class="panel tools" {...tools}>
        {TOOLS.map(([name, icon]) => (
          <button type="button" class="tool" tabIndex={-1} key={name} onClick={() => setTool(name)}>
            <span>
              <Icon name={icon} size={26} />
            </span>
            {say(name)}
          </button>
        ))}
      </div>
    );
  }
  const sheets: Readonly<Record<Tool, ComponentChildren>> = {
    album: <FileSheet {...props} kind="image" sample="samplePicture" />,
    video: <FileSheet {...props} kind="video" sample="sampleVideo" />,
    location: <PlaceSheet {...props} />,
    scan: <ScanSheet {...props} account={account} />,
    pay: <PaySheet {...props} />,
    file: <NameSheet {...props} />,
    link: <LinkSheet {...props} />,
    miniProgram: <MiniSheet {...props} />,
  };
  return (
    <div class="panel">
      <div class="panel-head">
        <button
          type="button"
          class="plain"
          aria-label={say("more")}
          onClick={() => setTool(undefined)}
        >
          <Icon name="back" size={20} />
        </button>
        <strong>{say(tool)}</strong>
      </div>
      {sheets[tool]}
    </div>
  );
}

const PLACES = [
  { label: "上海市 人民广场", latitude: 31.230416, longitude: 121.473701 },
  { label: "北京市 天安门", latitude: 39.908823, longitude: 116.39747 },
  { label: "广州市 广州塔", latitude: 23.106414, longitude: 113.324553 },
  { label: "London, Trafalgar Square", latitude: 51.508039, longitude: -0.128069 },
] as const;

function PlaceSheet(props: PanelProps) {
  const { say } = useStage();
  const act = useAct(props, "place");
  const [label, setLabel] = useDraft(`place.${props.openid}.label`, PLACES[0].label);
  const [latitude, setLatitude] = useDraft(
    `place.${props.openid}.latitude`,
    String(PLACES[0].latitude),
  );
  const [longitude, setLongitude] = useDraft(
    `place.${props.openid}.longitude`,
    String(PLACES[0].longitude),
  );
  const place = () => ({ latitude: Number(latitude), longitude: Number(longitude) });
  return (
    <Sheet label={say("sendPlace")} onSend={() => act({ do: "location", ...place(), label })}>
      <label class="field">
        <span>{say("place")}</span>
        <select
          value={label}
          onChange={({ currentTarget }) => {
            const known = PLACES.find((one) => one.label === currentTarget.value) ?? PLACES[0];
            setLabel(known.label);
            setLatitude(String(known.latitude));
            setLongitude(String(known.longitude));
          }}
        >
          {PLACES.map((one) => (
            <option key={one.label}>{one.label}</option>
          ))}
        </select>
      </label>
      <div class="field-row">
        <Field label={say("latitude")} type="number" value={latitude} onChange={setLatitude} />
        <Field label={say("longitude")} type="number" value={longitude} onChange={setLongitude} />
      </div>
      <button
        type="button"
        class="secondary"
        onClick={() => act({ do: "report", ...place(), precision: 40 })}
      >
        {say("report")}
      </button>
    </Sheet>
  );
}

function ScanSheet({ account, ...props }: PanelProps & { readonly account: AccountView }) {
  const { say } = useStage();
  const act = useAct(props, "scan");
  const [scene, setScene] = useDraft(`scan.${props.openid}.scene`, "shop-7");
  return (
    <Sheet label={say("scanNow")} onSend={() => act({ do: "scan", scene })}>
      <Field label={say("scanScene")} value={scene} onChange={setScene} />
      {account.codes.length > 0 && (
        <fieldset class="codes" aria-label={say("madeCodes")}>
          {account.codes.slice(-6).map(({ ticket, scene: known }) => (
            <button
              type="button"
              class="secondary"
              key={ticket}
              onClick={() => act({ do: "scan", ticket })}
            >
              <Icon name="scan" size={14} /> {known}
            </button>
          ))}
        </fieldset>
      )}
    </Sheet>
  );
}

function PaySheet(props: PanelProps) {
  const { say } = useStage();
  const act = useAct(props);
  return (
    <Sheet label={say("pay")} onSend={() => act({ do: "pay", follow: true })}>
      <p class="amount">
        <small>¥</small>8.88
      </p>
      <p class="quiet">
        {say("payAmount")}, {say("payFollow")}
      </p>
    </Sheet>
  );
}

function NameSheet(props: PanelProps) {
  const { say } = useStage();
  const act = useAct(props, "file");
  const [name, setName] = useDraft(`file.${props.openid}.name`, "menu.pdf");
  return (
    <Sheet label={say("send")} onSend={() => act({ do: "file", name, bytes: 24_576 })}>
      <Field label={say("fileName")} value={name} onChange={setName} />
    </Sheet>
  );
}

function LinkSheet(props: PanelProps) {
  const { say } = useStage();
  const act = useAct(props, "link");
  const [title, setTitle] = useDraft(`link.${props.openid}.title`, "A page");
  const [url, setUrl] = useDraft(`link.${props.openid}.url`, "https://example.com/");
  return (
    <Sheet label={say("send")} onSend={() => act({ do: "link", title, url })}>
      <Field label={say("linkTitle")} value={title} onChange={setTitle} />
      <Field label={say("linkUrl")} type="url" value={url} onChange={setUrl} />
    </Sheet>
  );
}

function MiniSheet(props: PanelProps) {
  const { say } = useStage();
  const act = useAct(props, "mini");
  const [title, setTitle] = useDraft(`mini.${props.openid}.title`, "Coffee to go");
  const [pagePath, setPath] = useDraft(`mini.${props.openid}.path`, "pages/index");
  const appId = "wx1234567890abcdef";
  return (
    <Sheet
      label={say("send")}
      onSend={() => act({ do: "miniprogrampage", title, appId, pagePath })}
    >
      <Field label={say("linkTitle")} value={title} onChange={setTitle} />
      <Field label={say("path")} value={pagePath} onChange={setPath} />
    </Sheet>
  );
}
