(globalThis as { answer?: number }).answer = 42;

export {};
