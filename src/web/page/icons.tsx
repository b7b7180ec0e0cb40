/** Line icons, drawn on a grid of 24. */
const PATHS = {
  back: "M15 5l-7 7 7 7",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.6-4 3.6-6 7.5-6s6.9 2 7.5 6",
  plus: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 8v8M8 12h8",
  add: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  smile:
    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM8.5 14c.8 1.5 2 2.2 3.5 2.2s2.7-.7 3.5-2.2M9 9.5v.6M15 9.5v.6",
  voice: "M6 9.5v5M10 7v10M14 9v6M18 10.5v3",
  menu: "M5 7h14M5 12h14M5 17h14",
  picture: "M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 16M15.5 9.5v.01",
  video: "M4 6h11v12H4zM15 10.5l5-3v9l-5-3",
  place:
    "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16",
  pay: "M4 7h16v11H4zM4 10.5h16M7 15h4",
  file: "M6 3.5h8l4 4v13H6zM14 3.5v4h4",
  link: "M10 14a4 4 0 0 0 6 .4l2.6-2.6a4 4 0 0 0-5.7-5.7L11.5 7.5M14 10a4 4 0 0 0-6-.4l-2.6 2.6a4 4 0 0 0 5.7 5.7l1.4-1.4",
  mini: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 15.5a2.2 2.2 0 1 1-2.2-2.2c2.2 0 2.2-2.6 4.4-2.6A2.2 2.2 0 1 1 12 8.5z",
  report: "M12 3v3M12 18v3M3 12h3M18 12h3M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6l1.4 1.4M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  save: "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14",
  restart: "M19 12a7 7 0 1 1-2.2-5.1M17 3v4.2h-4.2",
  down: "M7 10l5 5 5-5",
  columns: "M4 5h16v14H4zM12 5v14",
  push: "M5 12h13M13 7l5 5-5 5",
  call: "M19 12H6M11 7l-5 5 5 5",
  turn: "M12 4v4M12 16v4M4 12h4M16 12h4M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  play: "M9 6.5l9 5.5-9 5.5z",
  note: "M9 18a2.5 2.5 0 1 1-1.5-2.3V6l10-2v11a2.5 2.5 0 1 1-1.5-2.3",
  check: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  chat: "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-4.5 3.5V17H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM8.5 11v.01M12 11v.01M15.5 11v.01",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20.5 20.5",
  up: "M7 14l5-5 5 5",
  bolt: "M13 3L5 13.5h6L10 21l8-10.5h-6z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 24 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
