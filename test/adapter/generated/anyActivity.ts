import type { Activity } from "botbuilder";
import fc from "fast-check";

/**
 * Activities as bots write them, and as they get them wrong: every card and action, fields of the wrong
 * type, huge and empty texts, markup of every kind, broken surrogates, control characters.
 */
const SNIPPETS = [
  "**bold** _it_ `code` ~~gone~~",
  "# Title\n\n* one\n* two\n\n1. a\n2. b",
  "[link](https://e.org/a_b_c?x=1&y=(2))",
  "![alt](https://e.org/p.png)",
  '<a href="https://e.org">x</a>',
  "<b>html</b><br/>&amp;",
  "]]>",
  "pick (1) a, (2) b, or (3) c",
  "pick\n\n   1. a\n   2. b",
  "{{DATE(2017-02-14T06:08:39Z, SHORT)}} {{TIME(nonsense)}}",
  "漢字和 emoji 👩‍👩‍👧 \ud800 \u0000\u0008",
  "line\r\nline\rline",
  "```\nlet a = **b**;\n```",
];
const words = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) },
  { weight: 2, arbitrary: fc.constantFrom(...SNIPPETS) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...SNIPPETS, "字", "word ", "x", "👍🏽"),
        fc.integer({ min: 1, max: 900 }),
      )
      .map(([piece, times]) => piece.repeat(times)),
  },
);
const address = fc.oneof(
  fc.constantFrom(
    ...["https://e.org/p.png", "http://e.org/a?b=c&d=e#f", "https://用户.例/路径?q=值"],
    ...["data:image/png;base64,iVBORw0KGgo=", "javascript:alert(1)", "tel:+8610", "/relative", ""],
    `https://e.org/${"x".repeat(1_500)}`,
    'https://e.org/"><script>',
  ),
  fc.webUrl(),
  words,
);
/** What a field may hold that expects something else. */
const odd = fc.oneof(fc.constantFrom(null, 0, -1.5, true, "", []), fc.anything({ maxDepth: 2 }));

/** A record of which any field may be absent or of the wrong type. */
function loose(
  fields: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<Record<string, unknown>> {
  const some = Object.entries(fields).map(
    ([name, value]) =>
      [name, fc.oneof({ weight: 20, arbitrary: value }, { weight: 1, arbitrary: odd })] as const,
  );
  return fc.record(Object.fromEntries(some), { requiredKeys: [] });
}

const ACTION_TYPES = [
  ...["openUrl", "imBack", "postBack", "playAudio", "playVideo", "showImage", "downloadFile"],
  ...["signin", "call", "payment", "messageBack", "openApp", "unheardOf"],
];
const action = loose({
  type: fc.constantFrom(...ACTION_TYPES),
  title: words,
  text: words,
  displayText: words,
  value: fc.oneof(words, address, fc.object({ maxDepth: 1 })),
});
const actions = fc.array(action, { maxLength: 14 });
const image = loose({ url: address, alt: words, tap: action });
const media = loose({ url: address, profile: words });
const richCard = loose({
  title: words,
  subtitle: words,
  text: words,
  images: fc.array(image, { maxLength: 3 }),
  image,
  media: fc.array(media, { maxLength: 3 }),
  buttons: actions,
  tap: action,
  facts: fc.array(loose({ key: words, value: words }), { maxLength: 4 }),
  items: fc.array(
    loose({ title: words, subtitle: words, text: words, price: words, quantity: words, image }),
    { maxLength: 4 },
  ),
  tax: words,
  vat: words,
  total: words,
  connectionName: words,
});

const choice = loose({ title: words, value: words });
const { element, adaptiveAction } = fc.letrec((tie) => ({
  element: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    loose({ type: fc.constant("TextBlock"), text: words, isVisible: fc.boolean() }),
    loose({
      type: fc.constant("RichTextBlock"),
      inlines: fc.array(
        fc.oneof(words, loose({ text: words, selectAction: tie("adaptiveAction") })),
      ),
    }),
    loose({ type: fc.constant("FactSet"), facts: fc.array(choice, { maxLength: 5 }) }),
    loose({
      type: fc.constant("Image"),
      url: address,
      altText: words,
      size: fc.constantFrom("small", "large"),
      selectAction: tie("adaptiveAction"),
    }),
    loose({
      type: fc.constant("ImageSet"),
      images: fc.array(loose({ url: address }), { maxLength: 4 }),
    }),
    loose({
      type: fc.constant("Media"),
      sources: fc.array(loose({ url: address })),
      altText: words,
    }),
    loose({
      type: fc.constantFrom(
        ...["Input.Text", "Input.Number", "Input.Date", "Input.Time", "Input.Toggle"],
        ...["Input.ChoiceSet", "Input.Rating"],
      ),
      id: words,
      label: words,
      placeholder: words,
      value: words,
      title: words,
      isRequired: fc.boolean(),
      isMultiSelect: fc.boolean(),
      choices: fc.array(choice, { maxLength: 12 }),
      min: fc.integer(),
      max: words,
      regex: words,
      errorMessage: words,
    }),
    loose({
      type: fc.constantFrom("Container", "Column", "Carousel", "Accordion"),
      items: fc.array(tie("element"), { maxLength: 4 }),
      pages: fc.array(tie("element"), { maxLength: 2 }),
      selectAction: tie("adaptiveAction"),
      fallback: tie("element"),
    }),
    loose({
      type: fc.constant("ColumnSet"),
      columns: fc.array(loose({ items: fc.array(tie("element"), { maxLength: 2 }) }), {
        maxLength: 3,
      }),
    }),
    loose({
      type: fc.constant("Table"),
      rows: fc.array(
        loose({
          cells: fc.array(loose({ items: fc.array(tie("element"), { maxLength: 2 }) }), {
            maxLength: 3,
          }),
        }),
        { maxLength: 3 },
      ),
    }),
    loose({
      type: fc.constant("ActionSet"),
      actions: fc.array(tie("adaptiveAction"), { maxLength: 3 }),
    }),
  ),
  adaptiveAction: fc.oneof(
    { maxDepth: 3 },
    loose({
      type: fc.constantFrom(
        ...[
          "Action.OpenUrl",
          "Action.Submit",
          "Action.Execute",
          "Action.ToggleVisibility",
          "Action.Odd",
        ],
      ),
      title: words,
      url: address,
      data: fc.oneof(words, fc.object({ maxDepth: 1 })),
      verb: words,
      associatedInputs: fc.constantFrom("auto", "none"),
    }),
    loose({
      type: fc.constant("Action.ShowCard"),
      title: words,
      card: loose({
        body: fc.array(tie("element"), { maxLength: 3 }),
        actions: fc.array(tie("adaptiveAction"), { maxLength: 2 }),
      }),
    }),
  ),
}));
const adaptiveCard = loose({
  type: fc.constant("AdaptiveCard"),
  body: fc.array(element, { maxLength: 6 }),
  actions: fc.array(adaptiveAction, { maxLength: 5 }),
  fallbackText: words,
  speak: words,
  selectAction: adaptiveAction,
});

const CARD = "application/vnd.microsoft.card.";
const attachment = fc.oneof(
  loose({
    contentType: fc.constantFrom(
      ...["hero", "thumbnail", "animation", "audio", "video", "receipt", "signin", "oauth"].map(
        (kind) => CARD + kind,
      ),
      "application/vnd.microsoft.teams.card.o365connector",
    ),
    content: richCard,
  }),
  loose({
    contentType: fc.constantFrom(`${CARD}adaptive`, "application/adaptive-card"),
    content: adaptiveCard,
  }),
  loose({
    contentType: fc.constantFrom(
      "image/png",
      "audio/mp3",
      "video/mp4",
      "application/pdf",
      "text/plain",
      "x",
    ),
    contentUrl: address,
    name: words,
    content: fc.oneof(
      words,
      fc.constant({ mediaId: "MEDIA" }),
      loose({ type: fc.constant("GeoCoordinates"), latitude: fc.double(), longitude: fc.double() }),
    ),
  }),
);
const entity = loose({
  type: fc.constantFrom("GeoCoordinates", "Place", "mention"),
  latitude: fc.double({ min: -91, max: 91 }),
  longitude: fc.double({ min: -181, max: 181 }),
  name: words,
  address: fc.oneof(words, loose({ streetAddress: words })),
  geo: loose({ latitude: fc.constant(31.2), longitude: fc.constant(121.4), name: words }),
});

/** Any activity that is meant to be seen. */
export const anyActivity: fc.Arbitrary<Partial<Activity>> = loose({
  text: words,
  textFormat: fc.constantFrom("markdown", "plain", "xml"),
  speak: words,
  summary: words,
  inputHint: fc.constantFrom("expectingInput", "acceptingInput", "ignoringInput"),
  importance: fc.constantFrom("high", "normal", "low"),
  locale: fc.constantFrom("zh-CN", "en-US", "zh-Hant", "de"),
  attachmentLayout: fc.constantFrom("carousel", "list"),
  attachments: fc.array(attachment, { maxLength: 4 }),
  entities: fc.array(entity, { maxLength: 2 }),
  suggestedActions: loose({ actions }),
  channelData: loose({ kfAccount: words, ai: fc.boolean(), own: fc.anything({ maxDepth: 1 }) }),
}).map((activity) => ({ ...activity, type: "message" }) as Partial<Activity>);
