/** Articles of an account: drafts, what was published or sent of them, and comments. */

/** One article, in WeChat's fields. */
export interface Article {
  readonly article_type: "news" | "newspic";
  readonly title: string;
  readonly author: string;
  readonly digest: string;
  readonly content: string;
  readonly content_source_url: string;
  readonly thumb_media_id: string;
  readonly need_open_comment: 0 | 1;
  readonly only_fans_can_comment: 0 | 1;
  /** Pictures of a `newspic`. */
  readonly pictures: readonly string[];
}

export interface Draft {
  readonly mediaId: string;
  readonly articles: readonly Article[];
  readonly updatedAt: number;
}

/** 2 not original, 3 failed, 4 refused. Source: svc:public/api_freepublish_get */
export type PublishFailure = 2 | 3 | 4;

/** A draft that everybody can read, or whose job failed. */
export interface Publication {
  /** What comments and statistics call it. */
  readonly msgDataId: string;
  readonly articles: readonly PublishedArticle[];
  readonly at: number;
  /** Of one that was published; a mass send has none. */
  readonly job?: {
    readonly publishId: string;
    readonly articleId: string;
    /** Until then WeChat works at it. */
    readonly doneAt: number;
    readonly failure?: PublishFailure;
  };
}

export interface PublishedArticle extends Article {
  readonly deleted: boolean;
  readonly commentsOpen: boolean;
  readonly comments: readonly Comment[];
}

export interface Comment {
  readonly id: string;
  readonly openid: string;
  readonly content: string;
  readonly at: number;
  readonly elected: boolean;
  readonly reply?: { readonly content: string; readonly at: number };
}

/** How far a job is: 0 success, 1 publishing, 2 to 4 failed, 5 all deleted since. */
export function statusOf({ job, articles }: Publication, now: number): number {
  if (job === undefined) return 0;
  if (now < job.doneAt) return 1;
  if (job.failure !== undefined) return job.failure;
  return articles.every(({ deleted }) => deleted) ? 5 : 0;
}

/** Whether people can read it. */
export function isPublic(publication: Publication, now: number): boolean {
  return statusOf(publication, now) === 0;
}

/** The publication that something of it names: its job, its `article_id`. */
export function publicationOf(
  { publications }: { readonly publications: ReadonlyMap<string, Publication> },
  is: (publication: Publication) => boolean,
): Publication | undefined {
  return [...publications.values()].find(is);
}

/** What a draft becomes when it goes out. */
export function published(articles: readonly Article[]): readonly PublishedArticle[] {
  return articles.map((article) => ({
    ...article,
    deleted: false,
    commentsOpen: article.need_open_comment === 1,
    comments: [],
  }));
}

/** The publication with one article changed; `index` counts from 0. */
export function withArticle(
  publication: Publication,
  index: number,
  change: (article: PublishedArticle) => Partial<PublishedArticle>,
): Publication {
  const articles = publication.articles.map((one, at) =>
    at === index ? { ...one, ...change(one) } : one,
  );
  return { ...publication, articles };
}
