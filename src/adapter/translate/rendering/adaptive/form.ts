/** A card's inputs as questions that are asked one by one. Stored as JSON. */
export interface Form {
  readonly fields: readonly Field[];
  /** What ends the form; with several, the last question is which. None: the inputs arrive by themselves. */
  readonly submits: readonly Submit[];
}

export interface Field {
  readonly id: string;
  readonly kind: "text" | "number" | "date" | "time" | "toggle" | "choice" | "choices";
  /** Empty where the card has no words for it. */
  readonly label: string;
  readonly required?: true;
  readonly options?: readonly FieldOption[];
  readonly hint?: string;
  /** What it is worth when it is skipped. */
  readonly initial?: string;
  /** Said when an answer does not fit. */
  readonly error?: string;
  /** Of numbers, dates and times, as the card writes them. */
  readonly min?: string;
  readonly max?: string;
  /** A regular expression that a text must match. */
  readonly pattern?: string;
  /** Characters of a text. */
  readonly longest?: number;
}

export interface FieldOption {
  readonly title: string;
  readonly value: string;
}

/** An `Action.Submit`, or with `verb` an `Action.Execute`. */
export interface Submit {
  readonly title: string;
  /** What this way is called in a list of several, where that is not its title. */
  readonly way?: string;
  readonly data?: unknown;
  readonly verb?: string;
  /** The inputs are not part of it. */
  readonly alone?: true;
  /** The inputs of the sub-card that it stands in: asked once this way was chosen. */
  readonly fields?: readonly Field[];
  /** What that sub-card says, said before its inputs are asked. */
  readonly words?: string;
}
