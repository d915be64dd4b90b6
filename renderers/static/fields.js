// What stands in a form's fields, as answers: what `submission.py` does with what is sent, done while one types.
// `typed` is every field by name as FormData gives it; `rules` are a form's generated rules, `S` the runtime.

const REASON = "missing:";
const NUMBER = /^[+-]?\d{1,16}(?:[.,]\d{1,12})?$/;
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const DAY_FIRST = /^(\d{1,2})[. /-](\d{1,2})[. /-](\d{4})$/;
const TIME = /^(\d{1,2})[:.]?(\d{2})(?::00)?$/;
// What the server takes for a space; JavaScript's own `\s` is not quite the same.
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const SPACES = new RegExp(`${SPACE}+`, "g");
const AT_THE_ENDS = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");

const trimmed = (text) => text.replace(AT_THE_ENDS, "");

// What the fields come to: the outcome of their answers, and before its issues those of what could not be read, which
// is not also missing.
export function judge(rules, typed, context, S) {
  const { values, reasons, unreadable } = readAnswers(rules, typed, S);
  const outcome = S.evaluate(rules, { values, reasons }, context);
  const unread = unreadable.map(({ variable }) => variable);
  const refused = unreadable.map(({ variable, rule }) => S.issue(variable, rule, "refused"));
  const found = outcome.issues.filter(({ rule, variable }) => rule !== "required" || !unread.includes(variable));
  return { ...outcome, issues: [...refused, ...found] };
}

// The answers, and what could not be read: {variable, rule} for each.
export function readAnswers(rules, typed, S) {
  const found = { values: {}, reasons: {}, unreadable: [] };
  const ticks = ticksOf(rules);
  for (const row of rules.variables) if (!row.calculate) readOne(row, typed, ticks, found, S);
  for (const members of ticks.groups) untick(members, found.values);
  for (const { reason } of [...rules.variables, ...rules.groups]) {
    const ticked = ["unknown", "declined", "not_applicable"].filter((name) => typed[`${reason}.${name}`]);
    if (ticked.length) found.reasons[reason] = ticked.join(",");
  }
  return found;
}

// The boxes to tick: yes-or-no variables in a group that shares one reason.
function ticksOf({ variables, groups }) {
  const rows = new Map(variables.map((row) => [row.name, row]));
  const lists = groups.map(({ name, members }) =>
    members.filter((member) => rows.get(member).kind === "boolean" && rows.get(member).reason === name),
  );
  return { groups: lists, names: new Set(lists.flat()) };
}

// With one box of a group ticked the others say no; with none, nothing is said.
function untick(members, values) {
  if (members.some((name) => values[name])) for (const name of members) values[name] ??= false;
}

function readOne(row, typed, ticks, found, S) {
  const shape = row.kind === "moment" ? shapeOf(row.name, typed) : "";
  const text = textOf(row.name, shape, typed);
  if (!text) return;
  if (row.instead && !ticks.names.has(row.name) && row.offered.some((reason) => text === REASON + reason)) {
    found.reasons[row.reason] = text.slice(REASON.length);
    return;
  }
  const value = READ[row.kind](text, row, S, shape);
  if (value === undefined) {
    found.unreadable.push({ variable: row.name, rule: row.kind === "code" ? "unknown-code" : "wrong-type" });
  } else {
    found.values[row.name] = value;
  }
}

// Which parts a variable is asked in: those of a date, of a time, of both, or none.
function shapeOf(name, typed) {
  const [isDate, isTime] = [`${name}.d` in typed, `${name}.h` in typed];
  return isDate ? (isTime ? "datetime" : "date") : isTime ? "time" : "";
}

// The text of a variable, its parts put together; a date or time in ISO form when it has several.
function textOf(name, shape, typed) {
  if (!shape) return trimmed((typed[name] ?? "").normalize("NFC").replace(/\r\n?/g, "\n"));
  const part = (key) => trimmed(typed[`${name}.${key}`] ?? "");
  const [day, month, year, hour, minute] = ["d", "m", "y", "h", "min"].map(part);
  const [first, ...rest] = shape === "time" ? [hour, minute] : [day, month, year, hour, minute];
  if (!rest.some(Boolean)) return first;
  const time = `${two(hour)}:${two(minute)}`;
  const date = `${year}-${two(month)}-${two(day)}`;
  return { date, time, datetime: `${date}T${time}` }[shape];
}

const two = (text) => text.padStart(2, "0");

const READ = {
  boolean: (text) => ({ 1: true, 0: false })[text],
  code: (text, { codes, system }) => (system ? codeIn(system, text) : codes.find((code) => String(code) === text)),
  whole: readNumber,
  number: readNumber,
  moment: (text, _, S, shape) => ({ date: readDay, time: readClock, datetime: readBoth })[shape](text, S),
  text: (text) => (text.includes("\0") ? undefined : text),
};

// A system's code in any case, alone or with its label behind it, as it is suggested.
function codeIn(system, text) {
  const written = text.replace(SPACES, " ").toLowerCase();
  const [first] = written.split(" ", 1);
  const code = Object.keys(system).find((known) => known.toLowerCase() === first);
  const isMeant = code !== undefined && [first, withLabel(system, code).toLowerCase()].includes(written);
  return isMeant ? code : undefined;
}

// How a system's code is suggested and shown; what is written when it is no code of the system.
export function codeInWords(system, text) {
  const code = codeIn(system, trimmed(text));
  return code === undefined ? text : withLabel(system, code);
}

const withLabel = (system, code) => `${code} ${system[code][0]}`;

function readNumber(text) {
  const compact = text.replace(SPACES, "");
  return NUMBER.test(compact) ? Number(compact.replace(",", ".")) : undefined;
}

function readBoth(text, S) {
  const at = text.replace("T", " ").lastIndexOf(" ");
  const [day, minutes] = [readDay(trimmed(text.slice(0, at)), S), readClock(text.slice(at + 1), S)];
  return day === undefined || minutes === undefined ? undefined : day * 1440 + minutes;
}

function readDay(text, S) {
  const [day, month, year] = partsOfDate(text) ?? [];
  if (!year || Number(year) < 1) return undefined;
  const written = `${year}-${two(month)}-${two(day)}`;
  const number = S.readDate(written);
  return S.writeDate(number) === written ? number : undefined;
}

// Day, month and year of a whole date.
export const partsOfDate = (text) => DAY_FIRST.exec(text)?.slice(1) ?? DATE.exec(text)?.slice(1).reverse();

function readClock(text, S) {
  const [, hour, minute] = TIME.exec(text) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return S.readTime(`${two(hour)}:${minute}`);
}
