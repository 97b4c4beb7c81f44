export interface Greeting {
  readonly text: string;
}
export default function greet(n: string): Greeting {
  return { text: `hi ${n}` };
}
