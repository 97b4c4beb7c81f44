/** Answers of S3: objects, or XML. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

export function s3Error(status: number, code: string, message: string): S3Answer {
  return xmlAnswer(
    status,
    element("Error", element("Code", code, escaped) + element("Message", message, escaped)),
  );
}

export function xmlAnswer(status: number, xml: string): S3Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`;
  return { status, headers: { "content-type": "application/xml" }, body };
}

/** @param content elements, or a text that `as` makes one. */
export function element(
  name: string,
  content: string,
  as = (text: string): string => text,
): string {
  return `<${name}>${as(content)}</${name}>`;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
