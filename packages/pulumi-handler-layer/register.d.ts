/** What a file of TypeScript is in JavaScript (CommonJS), for processes away from the project. */
export function compile(file: string): string;
