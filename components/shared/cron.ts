const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** A field of a cron expression: its numbers, the words for them, and what else it takes. */
interface Field {
  name: string;
  low: number;
  high: number;
  words?: string[];
  /** Letters and signs besides numbers, lists, ranges, `*` and steps. */
  signs?: string;
}

const FIELDS: Field[] = [
  { name: "minutes", low: 0, high: 59 },
  { name: "hours", low: 0, high: 23 },
  { name: "day of month", low: 1, high: 31, signs: "?LW" },
  { name: "month", low: 1, high: 12, words: MONTHS },
  { name: "day of week", low: 1, high: 7, words: DAYS, signs: "?L#" },
  { name: "year", low: 1970, high: 2199 },
];

/**
 * What AWS refuses in a cron expression of six fields; undefined if it is good.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
 */
export function cronProblem(cron: string): string | undefined {
  const values = cron.split(" ");
  if (values.length !== FIELDS.length) {
    return `has ${values.length} fields; it needs six: minutes, hours, day of month, month, day of week, year`;
  }
  for (const [i, field] of FIELDS.entries()) {
    if (!fits(values[i]!, field)) return `has "${values[i]}" for the ${field.name} (${field.low}–${field.high})`;
  }
  const [, , dayOfMonth, , dayOfWeek] = values;
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
    return `needs ? for either the day of month or the day of week`;
  }
  return undefined;
}

function fits(value: string, { low, high, words = [], signs = "" }: Field): boolean {
  const numbers = value.replace(/[A-Z]{3}/g, (word) =>
    words.includes(word) ? String(low + words.indexOf(word)) : word,
  );
  const rest = numbers.replace(/\d+/g, "");
  return (
    numbers !== "" &&
    [...rest].every((sign) => `*,-/${signs}`.includes(sign)) &&
    (numbers.match(/\d+/g) ?? []).every((number) => Number(number) >= low && Number(number) <= high)
  );
}

/** Whether AWS knows a time zone by this name. */
export function isTimeZone(name: string): boolean {
  // Node also knows europe/berlin and, depending on its version, +02:00; AWS does not.
  if (!/^[A-Z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
