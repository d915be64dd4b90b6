// Evaluates batches of compiled expressions: a line of JSON in, a line of JSON out. A number goes out as its text, so
// that what JSON has no word for (NaN, Infinity) does not pass for null.
import { createInterface } from "node:readline";

const S = await import(process.argv[2]);
const READ = { date: S.readDate, time: S.readTime, datetime: S.readDatetime };
const WRITE = { date: S.writeDate, time: S.writeTime, datetime: S.writeDatetime, number: String };

const convert = (table, kind, value) => (value === null || !(kind in table) ? value : table[kind](value));

function evaluate(expression, { kinds, type, rows }) {
  return rows.map(({ values, reasons, today }) => {
    const read = Object.entries(values).map(([name, value]) => [name, convert(READ, kinds[name], value)]);
    return convert(WRITE, type, expression(Object.fromEntries(read), reasons, { today: S.readDate(today) }) ?? null);
  });
}

function attempt(expression, described) {
  try {
    return evaluate(expression, described);
  } catch (error) {
    return String(error);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { module, cases } = JSON.parse(line);
  const url = `data:text/javascript;base64,${Buffer.from(module).toString("base64")}`;
  const expressions = (await import(url)).default(S);
  console.log(JSON.stringify(cases.map((described, at) => attempt(expressions[at], described))));
}
