/** An item of DynamoDB as JSON has it. */

export type Item = Readonly<Record<string, AttributeValue>>;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
type AttributeValue = Readonly<Record<string, unknown>>;

export function plainItem(item: Item): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]));
}

/** As JSON has it; bytes stay base64. */
function plain(value: AttributeValue): unknown {
  const [[type, content] = ["", null]] = Object.entries(value);
  switch (type) {
    case "N":
      return plainNumber(String(content));
    case "NS":
      return (content as readonly string[]).map(plainNumber);
    case "NULL":
      return null;
    case "M":
      return plainItem(content as Item);
    case "L":
      return (content as readonly AttributeValue[]).map(plain);
    default:
      return content;
  }
}

/** A number that JavaScript would round stays text. */
function plainNumber(text: string): number | string {
  const number = Number(text);
  return String(number) === text ? number : text;
}
