// What a form's generated rules need in the browser: the functions of an expression, and the one pass over a form.
// Both give what the server's Python gives, unknowns included. Unknown is null; a date is a whole day number (1 is
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

// ---- one pass over a form ----
//
// A form is what its generated file gives: variables in the order they are met, their order of evaluation, groups, rules.
// Its functions take (a, r, c): values by name, missing reasons as they would be were the form final now, the context.

const ADMITS = {
  boolean: (value) => value === true || value === false,
  whole: Number.isInteger,
  number: Number.isFinite,
  moment: Number.isInteger,
  text: (value) => typeof value === "string",
};
const SYSTEM_REASONS = ["not_answered", "not_asked", "not_collected"];

// `answers` has values and reasons by name; the context today, anchor, timepoint and others, the values of other forms
// and of the person under dotted names. Finds {calculated, notAsked, notCollected, issues} as the server's Outcome.
export function evaluate(form, { values = {}, reasons = {} }, context) {
  const a = { ...context.others, timepoint: context.timepoint };
  values = ticked(form.groups, values);
  const pass = { a, r: {}, c: context, reasons, off: {}, gone: new Set(), refused: new Set(), issues: [] };
  for (const row of form.variables) admit(pass, row, values[row.name] ?? null);
  for (const at of form.order) decide(pass, form.variables[at]);
  for (const row of form.variables) demand(pass, row);
  for (const group of form.groups) demandOfGroup(pass, group);
  for (const rule of form.rules) demandRule(pass, rule);
  checkReasons(pass, form, values);
  const computed = form.variables.filter((row) => row.calculate);
  const calculated = Object.fromEntries(computed.map((row) => [row.name, a[row.name]]));
  return { calculated, notAsked: pass.off, notCollected: [...pass.gone], issues: pass.issues };
}

export const issue = (variable, rule, severity, parameters = {}, variables = [variable]) =>
  ({ variable, rule, severity, parameters, variables });
const find = (pass, ...found) => pass.issues.push(issue(...found));
const run = ({ a, r, c }, work) => work(a, r, c) ?? null;
// With one tick of a group answered the rest say no; with none all stay unknown.
function ticked(groups, values) {
  const open = groups
    .filter(({ ticks, members }) => ticks && members.some((member) => !isUnknown(values[member])))
    .flatMap(({ members }) => members.filter((member) => isUnknown(values[member])));
  return { ...values, ...Object.fromEntries(open.map((member) => [member, false])) };
}

const isAsked = (pass, row) => !(row.name in pass.off) && !pass.gone.has(row.name);

// What a value may be at all. A refused value, and one that is not collected, is unknown from here on.
function admit(pass, row, value) {
  const refused = isUnknown(value) || row.calculate ? null : refusal(row, value);
  if (refused) {
    find(pass, row.name, refused[0], "refused", refused[1]);
    pass.refused.add(row.name);
  }
  if (!isCollected(row, pass.c.anchor ?? pass.c.today)) pass.gone.add(row.name);
  pass.a[row.name] = refused || pass.gone.has(row.name) ? null : value;
}

function refusal({ kind, codes, low, high, decimals, longest }, value) {
  if (codes) return codes.includes(value) ? null : ["unknown-code"];
  if (!ADMITS[kind](value)) return [kind === "whole" && typeof value === "number" ? "not-whole" : "wrong-type"];
  if (low !== undefined && value < low) return ["below-min", { min: low }];
  if (high !== undefined && value > high) return ["above-max", { max: high }];
  if (longest && length(value) > longest) return ["too-long", { max: longest }];
  const scale = SCALES[decimals ?? 0]; // the nearest whole number of the smallest unit must be the value itself
  if (decimals !== undefined && Math.floor(value * scale + 0.5) / scale !== value) return ["too-many-decimals", { decimals }];
  return null;
}

function isCollected({ retired, collected }, day) {
  if (retired) return false;
  if (!collected) return true;
  const { start, end, gaps } = collected;
  return !(day < start || day > end || gaps.some(([from, to]) => from <= day && day <= to));
}

// What is asked and what is computed, once what it depends on is decided. Not asked reads as null, or as its
// `otherwise` when the condition is FALSE.
function decide(pass, row) {
  const asked = row.enable ? run(pass, row.enable) : true;
  if (row.calculate) {
    const value = asked === true ? run(pass, row.calculate) : null;
    pass.a[row.name] = isWhole(row) && value !== null ? Math.trunc(value) : value;
  } else if (asked !== true && !pass.gone.has(row.name)) {
    pass.a[row.name] = pass.off[row.name] = asked === false ? (row.otherwise ?? null) : null;
  }
  pass.r[row.name] = isUnknown(pass.a[row.name]) ? reasonNow(pass, row) : null;
}

const isWhole = ({ kind, codes }) => (codes ? codes.every(Number.isInteger) : kind === "whole");
const reasonNow = (pass, { name, reason }) =>
  pass.gone.has(name) ? "not_collected" : name in pass.off ? "not_asked" : pass.reasons[reason] || "not_answered";

const lacks = (pass, { reason, offered }) => !offered.includes(pass.reasons[reason]);

function demand(pass, row) {
  const value = pass.a[row.name];
  const isOpen = value === null && lacks(pass, row) && !pass.refused.has(row.name) && isAsked(pass, row);
  if (row.required && isOpen && run(pass, row.required) === true) find(pass, row.name, "required", "hard");
  for (const [rule, severity, limit, variables] of row.limits ?? []) {
    const bound = run(pass, limit);
    if (value === null || bound === null) continue;
    const key = rule.endsWith("min") ? "min" : "max";
    if (key === "min" ? value < bound : value > bound) find(pass, row.name, rule, severity, { [key]: bound }, variables);
  }
  if (row.system && value !== null) demandValid(pass, row, value);
}

// A code of a system must be valid on the variable's day.
function demandValid(pass, { name, system, day, behind }, code) {
  const on = day ? run(pass, day) : (pass.c.anchor ?? pass.c.today);
  const [, from, to, replacement] = system[code];
  if (on === null || !(on < (from ?? on) || on > (to ?? on))) return;
  const told = { code, day: on };
  if (replacement && on > to) find(pass, name, "code-replaced", "hard", { ...told, replacement }, behind);
  else find(pass, name, "code-not-valid", "hard", told, behind);
}

function demandOfGroup(pass, group) {
  const { name, required, none, ticks, members } = group;
  if (required && members.every((member) => pass.a[member] === null) && lacks(pass, group)) {
    if (isAsked(pass, { name: members[0] })) find(pass, name, "required", "hard", {}, members);
  }
  if (none && pass.a[none] && members.some((member) => member !== none && pass.a[member])) {
    find(pass, name, "none-excludes-others", "hard", {}, members);
  }
  const said = members.map((member) => pass.a[member]);
  if (ticks && said.includes(false) && !said.includes(true) && !members.some((member) => member in pass.off)) {
    find(pass, name, "nothing-ticked", "hard", {}, members);
  }
}

// A rule is broken only when it is FALSE.
function demandRule(pass, rule) {
  if (isCollected(rule, pass.c.anchor ?? pass.c.today) && run(pass, rule.require) === false) {
    find(pass, rule.variable, rule.name, rule.severity, {}, rule.variables);
  }
}

function checkReasons(pass, form, values) {
  for (const [name, reason] of Object.entries(pass.reasons)) {
    const rows = form.variables.filter((row) => row.reason === name);
    const allowed = rows.length > 0 && [...rows[0].offered, ...SYSTEM_REASONS].includes(reason);
    if (!allowed) find(pass, name, "unknown-reason", "refused");
    else if (rows.some((row) => !isUnknown(values[row.name]))) find(pass, name, "value-and-reason", "refused");
  }
}
