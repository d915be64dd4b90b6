// What is said on a form while one writes, in the page's language: the server's sentences, numbers and dates as it writes
// them. The sentences come with the page.

import * as S from "./rules.js";

export const texts = JSON.parse(document.getElementById("sentences").textContent);
const language = document.documentElement.lang;

export function sentence({ rule, parameters }, element) {
  if (rule in texts.rules) return texts.rules[rule];
  const { type, unit } = element.dataset;
  const kind = type === "datetime" && rule !== "wrong-type" ? "date" : type;
  const limit = parameters.min ?? parameters.max ?? parameters.decimals;
  const shown = limit === undefined ? "" : inWords(limit, rule.startsWith("too-") ? "integer" : type);
  const withUnit = unit && !rule.startsWith("too-") ? `${shown}\u00a0${unit}` : shown;
  const day = parameters.day === undefined ? "" : inWords(parameters.day, "date");
  return filled(texts.sentences[`${rule} ${kind}`] ?? texts.sentences[rule], { ...parameters, day, limit: withUnit });
}

export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// As `i18n.py` writes them; both Norwegian languages write numbers and dates alike.
const [REGION, DATE] =
  language === "en"
    ? ["en-GB", { day: "numeric", month: "long", year: "numeric" }]
    : ["nb-NO", { day: "2-digit", month: "2-digit", year: "numeric" }];
const DAYS = new Intl.DateTimeFormat(REGION, { ...DATE, timeZone: "UTC" });
const NUMBERS = new Intl.NumberFormat(REGION, { maximumFractionDigits: 9 });
const dateInWords = (day) => DAYS.format(new Date(S.writeDate(day)));

export function inWords(value, type) {
  if (typeof value === "boolean") return texts[value ? "yes" : "no"];
  if (type === "date") return dateInWords(value);
  if (type === "time") return S.writeTime(value);
  if (type === "datetime") return `${dateInWords(Math.floor(value / 1440))} ${S.writeTime(value % 1440)}`;
  if (typeof value !== "number") return String(value);
  return NUMBERS.format(value).replace("\u2212", "-");
}
