// A form that answers while one writes: shows and hides questions, works out values, tells about limits at once.
// The form is whole without this file. Nothing typed is ever cleared, and the server checks everything again.

import { partsOfDate, readAnswers } from "./fields.js";
import * as S from "./rules.js";

const form = document.getElementById("form");
const texts = JSON.parse(document.getElementById("sentences").textContent);
const language = document.documentElement.lang;
const touched = new Set();
let rules;
let questions;
let context;
let isDirty = false;
let isPressing = false;

start();

async function start() {
  document.getElementById("summary")?.focus();
  try {
    rules = (await import(form.dataset.rules)).default(S);
  } catch {
    return; // The network has failed, or the reader has gone on already; the form is whole without this.
  }
  context = JSON.parse(form.dataset.context);
  questions = questionsOf(form);
  // What the server has said is ours to take back when it is put right.
  for (const question of questions) if (question.element.querySelector("[data-field=validation]")) touched.add(question);
  form.addEventListener("input", () => change());
  form.addEventListener("focusout", leave);
  form.addEventListener("click", clear);
  document.addEventListener("pointerdown", () => (isPressing = true), { capture: true });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (isPressing = false));
  form.addEventListener("paste", spreadDate);
  form.addEventListener("keydown", stayOnEnter);
  form.addEventListener("submit", submit);
  window.addEventListener("beforeunload", (event) => isDirty && event.preventDefault());
  document.documentElement.classList.add("script");
  show(evaluate(), { announced: false });
}

// ---- what is on the page ----

function questionsOf(root) {
  const groups = new Map(rules.groups.flatMap(({ name, members }) => members.map((member) => [member, name])));
  const found = new Map();
  for (const { name } of rules.variables) {
    const element = document.getElementById(`q-${name}`) ?? document.getElementById(`q-${groups.get(name)}`);
    if (!element || !root.contains(element)) continue;
    if (!found.has(element)) found.set(element, { element, name: element.dataset.question, variables: [] });
    found.get(element).variables.push(name);
  }
  return [...found.values()];
}

const typed = () => Object.fromEntries([...new FormData(form)].map(([name, text]) => [name, String(text)]));

// Where an issue is told: at its own question, or, when that is not on the page, at the last it rests on that is.
const homeOf = ({ variable, variables = [] }) => [...variables, variable].map(questionOf).findLast(Boolean);
const questionOf = (name) => questions.find((question) => question.name === name || question.variables.includes(name));

function evaluate() {
  const { values, reasons, unreadable } = readAnswers(rules, typed(), S);
  const outcome = S.evaluate(rules, { values, reasons }, context);
  const names = new Set(unreadable.map(({ variable }) => variable));
  const readable = outcome.issues.filter(({ rule, variable }) => rule !== "required" || !names.has(variable));
  const refused = unreadable.map((issue) => ({ ...issue, severity: "refused", parameters: {} }));
  return { ...outcome, issues: [...refused, ...readable] };
}

// ---- what happens ----

function change() {
  isDirty = true;
  show(evaluate(), { announced: true });
}

function leave(event) {
  const question = questions.find(({ element }) => element.contains(event.target));
  if (!question || question.element.contains(event.relatedTarget)) return;
  touched.add(question);
  const tellNow = () => show(evaluate(), { announced: true });
  // A message that appears while a button is being pressed would move the button away from under the pointer.
  if (!isPressing) tellNow();
  else document.addEventListener("pointerup", () => setTimeout(tellNow), { once: true });
}

function clear(event) {
  const button = event.target.closest?.(".clear");
  if (!button) return;
  event.preventDefault();
  const radios = [...form.querySelectorAll("input[type=radio]")].filter(({ name }) => name === button.value);
  for (const radio of radios) radio.checked = false;
  radios[0].focus();
  change();
}

// A whole date pasted in the first box goes to all three.
function spreadDate(event) {
  if (!event.target.name?.endsWith(".d")) return;
  const text = event.clipboardData.getData("text").trim();
  const parts = partsOfDate(text);
  if (!parts) return;
  event.preventDefault();
  const name = event.target.name.slice(0, -2);
  ["d", "m", "y"].forEach((key, at) => (form.elements[`${name}.${key}`].value = parts[at]));
  change();
}

// Enter in a box would send the whole form.
function stayOnEnter(event) {
  if (event.key === "Enter" && event.target.matches("input:not([type=submit])")) event.preventDefault();
}

function submit(event) {
  if (form.ariaBusy === "true") event.preventDefault();
  form.ariaBusy = "true";
  isDirty = false;
}

// ---- what is shown ----

function show(outcome, { announced }) {
  const gone = new Set([...Object.keys(outcome.notAsked), ...outcome.notCollected]);
  form.elements._hidden.value = [...gone].sort().join(" ");
  const changes = { shown: [], hidden: [] };
  for (const question of questions) hide(question, gone, changes);
  numberParts();
  for (const [name, value] of Object.entries(outcome.calculated)) work(name, value);
  for (const question of questions) tell(question, outcome.issues.filter((issue) => homeOf(issue) === question));
  if (announced) announce(changes);
}

function hide(question, gone, changes) {
  const { element, variables } = question;
  const isGone = variables.every((name) => gone.has(name));
  if (element.hidden !== isGone) changes[isGone ? "hidden" : "shown"].push(labelOf(element));
  element.hidden = isGone;
  if (variables.length === 1 || isGone) return;
  for (const name of variables) {
    const box = form.elements[name]?.closest(".ds-field, .cell, .parts, select");
    if (box) box.hidden = gone.has(name);
  }
}

function labelOf(element) {
  const label = element.querySelector("legend, label, .ds-label").cloneNode(true);
  for (const extra of label.querySelectorAll(".must, .ds-sr-only")) extra.remove();
  return label.textContent.trim();
}

function numberParts() {
  const parts = [...form.querySelectorAll(".part")];
  for (const part of parts) {
    part.hidden = [...part.querySelectorAll(".question")].every((question) => question.hidden);
    document.querySelector(`.contents [data-part="${part.dataset.part}"]`).hidden = part.hidden;
  }
  const shown = parts.filter((part) => !part.hidden);
  shown.forEach((part, at) => {
    part.querySelector(".number").textContent = filled(texts.part, { number: at + 1, total: shown.length });
  });
}

function work(name, value) {
  const output = form.querySelector(`[data-calculated="${name}"]`);
  if (!output) return;
  const labels = JSON.parse(output.dataset.labels ?? "{}");
  output.textContent = value === null ? "" : (labels[value] ?? inWords(value, output.dataset.type));
}

function tell(question, issues) {
  const { element, name } = question;
  const told = touched.has(question) ? issues.filter(isTimely(element)) : [];
  const wrong = told.filter(({ severity }) => severity !== "soft");
  const messages = wrong.map((issue) => sentence(issue, element));
  const place = document.getElementById(`messages-${name}`);
  if (place.textContent.trim() !== messages.join("").trim()) place.replaceChildren(...messages.map(message));
  element.toggleAttribute("data-wrong", wrong.length > 0);
  for (const box of element.querySelectorAll("input:not([type=radio], [type=checkbox]), select, textarea")) {
    if (!box.closest(".unusual")) box.toggleAttribute("aria-invalid", false);
    if (wrong.length && !box.closest(".unusual")) box.setAttribute("aria-invalid", "true");
  }
  confirmations(document.getElementById(`unusual-${name}`), told.filter(({ severity }) => severity === "soft"), element);
}

// Nobody is told that something is missing before they have come to it; the server has the last word when one sends.
const isTimely = (element) => ({ rule }) => rule !== "required" || element.dataset.demanded !== undefined;

const message = (text) => {
  const paragraph = document.createElement("p");
  paragraph.className = "ds-validation-message";
  paragraph.dataset.field = "validation";
  paragraph.textContent = text;
  return paragraph;
};

// Those that stand already keep what is ticked and written in them.
function confirmations(place, issues, element) {
  const there = new Map([...place.children].map((child) => [child.dataset.confirms, child]));
  const wanted = issues.map((issue) => {
    const key = `${issue.variable}.${issue.rule}`;
    return there.get(key) ?? confirmation(key, sentence(issue, element));
  });
  if (wanted.length !== place.children.length || wanted.some((child, at) => place.children[at] !== child)) {
    place.replaceChildren(...wanted);
  }
}

function confirmation(key, text) {
  const copy = document.getElementById("confirmation-template").content.firstElementChild.cloneNode(true);
  copy.dataset.confirms = key;
  copy.querySelector("[data-field=validation]").textContent = text;
  for (const part of copy.querySelectorAll("[id], [name], [for]")) {
    for (const attribute of ["id", "name", "for"]) {
      if (part.hasAttribute(attribute)) part.setAttribute(attribute, part.getAttribute(attribute).replace("KEY", key));
    }
  }
  return copy;
}

// ---- in words ----

function sentence({ rule, parameters }, element) {
  if (rule in texts.rules) return texts.rules[rule];
  const { type, unit } = element.dataset;
  const kind = type === "datetime" && rule !== "wrong-type" ? "date" : type;
  const limit = parameters.min ?? parameters.max ?? parameters.decimals;
  const shown = limit === undefined ? "" : inWords(limit, rule.startsWith("too-") ? "integer" : type);
  const withUnit = unit && !rule.startsWith("too-") ? `${shown}\u00a0${unit}` : shown;
  return filled(texts.sentences[`${rule} ${kind}`] ?? texts.sentences[rule], { limit: withUnit });
}

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// As `i18n.py` writes them; both Norwegian languages write numbers and dates alike.
const [REGION, DATE] =
  language === "en"
    ? ["en-GB", { day: "numeric", month: "long", year: "numeric" }]
    : ["nb-NO", { day: "2-digit", month: "2-digit", year: "numeric" }];
const dateInWords = (day) =>
  new Intl.DateTimeFormat(REGION, { ...DATE, timeZone: "UTC" }).format(new Date(S.writeDate(day)));

function inWords(value, type) {
  if (typeof value === "boolean") return texts[value ? "yes" : "no"];
  if (type === "date") return dateInWords(value);
  if (type === "time") return S.writeTime(value);
  if (type === "datetime") return `${dateInWords(Math.floor(value / 1440))} ${S.writeTime(value % 1440)}`;
  if (typeof value !== "number") return String(value);
  return new Intl.NumberFormat(REGION, { maximumFractionDigits: 9 }).format(value).replace("\u2212", "-");
}

// Politely, and only what a reader who cannot see the page would otherwise miss.
function announce({ shown, hidden }) {
  const said = [
    shown.length ? filled(texts.shown, { questions: shown.join(", ") }) : "",
    hidden.length ? filled(texts.hidden, { questions: hidden.join(", ") }) : "",
  ];
  if (shown.length || hidden.length) document.getElementById("announcements").textContent = said.join(" ").trim();
}
