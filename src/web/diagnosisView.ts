/** What a code of WeChat's means, in one language, for people. */
export interface DiagnosisView {
  readonly code: number;
  /** WeChat's own text. */
  readonly errmsg: string;
  readonly cause: string;
  readonly trigger: string;
  readonly purpose: string;
  readonly checks: readonly string[];
  readonly retry: string;
  readonly route: readonly string[];
  readonly page?: string;
}
