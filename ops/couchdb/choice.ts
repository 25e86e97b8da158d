/** A backup as the list prints it, or the time in its name alone. */
const LISTED = /^((daily|weekly|monthly)\/)?\d{4}-\d{2}-\d{2}T\d{6}Z$/;

/**
 * What somebody says of a backup, as the instance's script takes it: one that is listed, or a time, in UTC whatever this
 * machine's zone is; undefined for neither.
 */
export function parseChoice(text: string): string | undefined {
  if (LISTED.test(text)) return text;
  const time = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(time.getTime())) return undefined;
  return time.toISOString();
}
