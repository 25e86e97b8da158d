/** The text with half characters, which no file can hold, replaced. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
