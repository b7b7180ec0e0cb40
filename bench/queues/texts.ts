/** What a worker of this bench is told to do. */
export interface Order {
  /** For how long, in milliseconds. */
  readonly forMs: number;
  /** How many turns or jobs are on their way at once. */
  readonly atOnce: number;
}

/** What it has done. */
export interface Done {
  readonly done: number;
  /** Processor time of the worker meanwhile, of all its threads, in microseconds. */
  readonly cpu: number;
}
