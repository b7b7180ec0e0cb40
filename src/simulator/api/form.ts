import type { Upload } from "./call.ts";

/** What a form brought. Fields of one name are joined with a comma: boxes that were ticked. */
interface Form {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, Upload>;
}

const FORM = /^(?:multipart\/form-data|application\/x-www-form-urlencoded)/i;

/** Reads a form of either kind; anything else, or a broken one, has no fields. */
export async function readForm(contentType: string, bytes: Buffer): Promise<Form> {
  const fields = new Map<string, string>();
  const files = new Map<string, Upload>();
  if (!FORM.test(contentType)) return { fields, files };
  const body = new Uint8Array(bytes);
  const form = await new Response(body, { headers: { "content-type": contentType } })
    .formData()
    .catch(() => new FormData());
  for (const [name, value] of form) {
    if (typeof value === "string") {
      const before = fields.get(name);
      fields.set(name, before === undefined ? value : `${before},${value}`);
    } else {
      const content = Buffer.from(await value.arrayBuffer());
      files.set(name, { fileName: value.name, contentType: value.type, content });
    }
  }
  return { fields, files };
}
