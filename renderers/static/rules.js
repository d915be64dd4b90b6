// What a form's generated rules call in the browser: the functions of an expression.
// They give what the server's Python gives, unknowns included. Unknown is null; a date is a whole day number (1 is
// 0001-01-01), a time whole minutes since midnight, a datetime whole minutes in the same count. The clock is never read.

const DAY_ONE = 719163; // of 1970-01-01
const MS_A_DAY = 86400000;
const MINUTES_A_DAY = 1440;
const SCALES = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

const isUnknown = (value) => value === null || value === undefined;
const known = (values) => values.filter((value) => !isUnknown(value));
const ifAllKnown = (work) => (...values) => (values.some(isUnknown) ? null : work(...values));
const ifAnyKnown = (work) => (...values) => (known(values).length ? work(known(values)) : null);

// ---- logic: three-valued ----

export const and = (...parts) => (parts.includes(false) ? false : parts.some(isUnknown) ? null : true);
export const or = (...parts) => (parts.includes(true) ? true : parts.some(isUnknown) ? null : false);
export const not = ifAllKnown((x) => !x);
export const coalesce = (...parts) => known(parts)[0] ?? null;

// ---- comparison ----

export const eq = ifAllKnown((x, y) => x === y);
export const ne = ifAllKnown((x, y) => x !== y);
export const lt = ifAllKnown((x, y) => x < y);
export const le = ifAllKnown((x, y) => x <= y);
export const gt = ifAllKnown((x, y) => x > y);
export const ge = ifAllKnown((x, y) => x >= y);
export const isIn = ifAllKnown((x, ...members) => members.includes(x));

// ---- numbers ----

export const add = ifAllKnown((x, y) => x + y);
export const subtract = ifAllKnown((x, y) => x - y);
export const multiply = ifAllKnown((x, y) => x * y);
export const divide = ifAllKnown((x, y) => (y === 0 ? null : x / y));
export const negate = ifAllKnown((x) => 0 - x);
export const abs = ifAllKnown(Math.abs);
export const floor = ifAllKnown(Math.floor);
export const round = ifAllKnown((x, decimals) => {
  const size = Math.floor(Math.abs(x) * SCALES[decimals] + 0.5) / SCALES[decimals];
  return x < 0 ? 0 - size : size;
});
export const least = ifAllKnown(Math.min);
export const greatest = ifAllKnown(Math.max);

// A value set: the codes of each key, and a value for every combination of them in that order.
export const lookup = (table, ...keys) => {
  const places = keys.map((key, at) => table.keys[at].indexOf(key));
  if (places.includes(-1)) return null;
  return table.values[places.reduce((row, place, at) => row * table.keys[at].length + place, 0)] ?? null;
};

// ---- dates and times: completed units, towards zero, so that f(b, a) = -f(a, b) ----

const calendar = (day) => new Date((day - DAY_ONE) * MS_A_DAY);
const completed = (units) => Math.trunc(units) + 0; // never -0
const yearMonthDay = (day) => year(day) * 1e4 + month(day) * 100 + calendar(day).getUTCDate();
const monthDay = (day) => (year(day) * 12 + month(day)) * 100 + calendar(day).getUTCDate();

export const year = ifAllKnown((day) => calendar(day).getUTCFullYear());
export const month = ifAllKnown((day) => calendar(day).getUTCMonth() + 1);
export const daysBetween = ifAllKnown((a, b) => b - a);
export const monthsBetween = ifAllKnown((a, b) => completed((monthDay(b) - monthDay(a)) / 100));
export const yearsBetween = ifAllKnown((a, b) => completed((yearMonthDay(b) - yearMonthDay(a)) / 1e4));
export const addDays = ifAllKnown((day, days) => day + Math.trunc(days));
export const minutesBetween = ifAllKnown((start, end) => end - start);
export const durationMinutes = ifAllKnown((start, end) => (end - start + MINUTES_A_DAY) % MINUTES_A_DAY);
export const hour = ifAllKnown((time) => Math.floor(time / 60));
export const minute = ifAllKnown((time) => time % 60);

// ---- text: by code points, not by UTF-16 units ----

export const length = ifAllKnown((text) => [...text].length);
export const startsWith = ifAllKnown((text, start) => text.startsWith(start));
export const left = ifAllKnown((text, count) => [...text].slice(0, count).join("") || null);

// ---- lists: unknown does not count, true counts as 1 ----

export const answered = (...items) => known(items).length;
export const sumAnswered = ifAnyKnown((items) => items.reduce((sum, item) => sum + Number(item), 0));
export const minAnswered = ifAnyKnown((items) => Math.min(...items));
export const maxAnswered = ifAnyKnown((items) => Math.max(...items));

// ---- values to and from the text of a date or time input ----

const two = (number) => String(number).padStart(2, "0");
const part = (text, from, to) => Number(text.slice(from, to));

export const readDate = (text) =>
  DAY_ONE + new Date(0).setUTCFullYear(part(text, 0, 4), part(text, 5, 7) - 1, part(text, 8, 10)) / MS_A_DAY;
export const readTime = (text) => part(text, 0, 2) * 60 + part(text, 3, 5);
export const readDatetime = (text) => readDate(text.slice(0, 10)) * MINUTES_A_DAY + readTime(text.slice(11, 16));
export const writeDate = (day) => calendar(day).toISOString().slice(0, 10);
export const writeTime = (time) => `${two(hour(time))}:${two(minute(time))}`;
export const writeDatetime = (datetime) =>
  `${writeDate(Math.floor(datetime / MINUTES_A_DAY))}T${writeTime(datetime % MINUTES_A_DAY)}`;
