/** Two Adaptive Cards: one to read, one to fill in. */
export const ADAPTIVE = {
  flight: {
    type: "AdaptiveCard",
    version: "1.5",
    body: [
      { type: "TextBlock", text: "Your flight is **confirmed**", size: "large" },
      { type: "TextBlock", text: "{{DATE(2026-12-24T08:00:00Z, SHORT)}}", isSubtle: true },
      {
        type: "ColumnSet",
        columns: [
          { items: [{ type: "TextBlock", text: "Beijing" }] },
          { items: [{ type: "TextBlock", text: "→" }] },
          { items: [{ type: "TextBlock", text: "Shanghai" }] },
        ],
      },
      { type: "Image", url: "https://pictures.example.org/landscape.png", altText: "the lake" },
      {
        type: "FactSet",
        facts: [
          { title: "Gate", value: "F5" },
          { title: "Seat", value: "12A" },
        ],
      },
    ],
    actions: [
      { type: "Action.OpenUrl", title: "Check in", url: "https://example.org/checkin" },
      { type: "Action.Submit", title: "Change seat", data: { do: "seat" } },
      { type: "Action.Execute", title: "Cancel the flight", verb: "cancel" },
    ],
  },
  form: {
    type: "AdaptiveCard",
    version: "1.5",
    body: [
      { type: "TextBlock", text: "Book a table", size: "large" },
      {
        type: "Input.Number",
        id: "people",
        label: "How many are you?",
        min: 1,
        max: 12,
        isRequired: true,
      },
      { type: "Input.Date", id: "day", label: "Which day?", isRequired: true },
      { type: "Input.Time", id: "time", label: "What time?", isRequired: true },
      {
        type: "Input.ChoiceSet",
        id: "place",
        label: "Where?",
        isRequired: true,
        choices: [
          { title: "Inside", value: "in" },
          { title: "Outside", value: "out" },
        ],
      },
      { type: "Input.Toggle", id: "child", title: "With a child?", isRequired: true },
      { type: "Input.Text", id: "wish", label: "Any wish?" },
    ],
    actions: [{ type: "Action.Submit", title: "Book", data: { do: "book" } }],
  },
};
