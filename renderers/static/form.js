// A form that answers while one writes: shows and hides questions, works out values, tells about limits at once.
// The form is whole without this file. Nothing typed is ever cleared, and the server checks everything again.

import { codeInWords, judge, partsOfDate } from "./fields.js";
import * as S from "./rules.js";
import { filled, inWords, sentence, texts } from "./words.js";

const PAUSE = 500; // so many milliseconds without a key, and what has changed is said aloud

const form = document.getElementById("form");
let rules;
let context;
let page;
let pause;
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
  page = read();
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
  show();
  heard();
}

// ---- what is on the page, looked up once ----

function read() {
  const questions = questionsOf(form);
  return {
    questions,
    homes: new Map(questions.flatMap((question) => namesOf(question).map((name) => [name, question]))),
    parts: [...form.querySelectorAll(".part")].map((element) => ({
      element,
      entry: document.querySelector(`.contents [data-part="${element.dataset.part}"]`),
      number: element.querySelector(".number"),
      questions: [...element.querySelectorAll(".question")],
    })),
    outputs: [...form.querySelectorAll("[data-calculated]")].map((element) => ({
      element,
      name: element.dataset.calculated,
      labels: JSON.parse(element.dataset.labels ?? "{}"),
    })),
    hidden: form.elements._hidden,
  };
}

const namesOf = ({ name, variables }) => [name, ...variables];

function questionsOf(root) {
  const groups = new Map(rules.groups.flatMap(({ name, members }) => members.map((member) => [member, name])));
  const found = new Map();
  for (const { name } of rules.variables) {
    const element = document.getElementById(`q-${name}`) ?? document.getElementById(`q-${groups.get(name)}`);
    if (!element || !root.contains(element)) continue;
    if (!found.has(element)) found.set(element, questionIn(element));
    found.get(element).variables.push(name);
  }
  return [...found.values()];
}

// What the server has said is ours to take back when it is put right.
function questionIn(element) {
  const isTouched = element.querySelector("[data-field=validation]") !== null;
  return { element, name: element.dataset.question, variables: [], isTouched, state: isTouched ? "" : "[]" };
}

const typed = () => Object.fromEntries([...new FormData(form)].map(([name, text]) => [name, String(text)]));

// Where an issue is told: at its own question, or, when that is not on the page, at the last it rests on that is.
const homeOf = ({ variable, variables = [] }) =>
  [...variables, variable].map((name) => page.homes.get(name)).findLast(Boolean);

// ---- what happens ----

function change() {
  isDirty = true;
  show();
  clearTimeout(pause);
  pause = setTimeout(announce, PAUSE);
}

function leave(event) {
  const question = page.questions.find(({ element }) => element.contains(event.target));
  if (!question || question.element.contains(event.relatedTarget)) return;
  question.isTouched = true;
  nameCodes(question);
  const tellNow = () => {
    show();
    announce();
  };
  // A message that appears while a button is being pressed would move the button away from under the pointer.
  if (!isPressing) tellNow();
  else document.addEventListener("pointerup", () => setTimeout(tellNow), { once: true });
}

// A code typed alone gets its label, as one that is chosen from the list has it.
function nameCodes({ variables }) {
  for (const { name, system } of rules.variables) {
    const box = system && variables.includes(name) && form.elements[name];
    if (box) box.value = codeInWords(system, box.value);
  }
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

// ---- what is shown: the page is touched only where something has changed ----

function show() {
  const outcome = judge(rules, typed(), context, S);
  const gone = [...Object.keys(outcome.notAsked), ...outcome.notCollected].sort();
  // What cannot be saved must be seen, asked or not, or nobody could put it right.
  const wrong = new Set(outcome.issues.map(({ variable }) => variable));
  const unseen = new Set(gone.filter((name) => !wrong.has(name)));
  const state = [...unseen].join(" ");
  if (state !== page.unseen) {
    for (const question of page.questions) hide(question, unseen);
    numberParts();
    page.unseen = state;
  }
  page.hidden.value = gone.join(" ");
  for (const output of page.outputs) work(output, outcome.calculated[output.name] ?? null);
  const issues = new Map(page.questions.map((question) => [question, []]));
  for (const issue of outcome.issues) issues.get(homeOf(issue))?.push(issue);
  for (const [question, found] of issues) tell(question, found);
}

function hide({ element, variables }, unseen) {
  element.hidden = variables.every((name) => unseen.has(name));
  if (variables.length === 1 || element.hidden) return;
  for (const name of variables) {
    const field = element.querySelector(`[name="${name}"], [name^="${name}."]`);
    const box = field?.closest(".ds-field, .cell, .parts, select");
    if (box) box.hidden = unseen.has(name);
  }
}

function labelOf(element) {
  const label = element.querySelector("legend, label, .ds-label").cloneNode(true);
  for (const extra of label.querySelectorAll(".must, .ds-sr-only")) extra.remove();
  return label.textContent.trim();
}

function numberParts() {
  for (const { element, entry, questions } of page.parts) {
    element.hidden = entry.hidden = questions.every((question) => question.hidden);
  }
  const shown = page.parts.filter(({ element }) => !element.hidden);
  shown.forEach(({ number }, at) => write(number, filled(texts.part, { number: at + 1, total: shown.length })));
}

function work({ element, labels }, value) {
  write(element, value === null ? "" : (labels[value] ?? inWords(value, element.dataset.type)));
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function tell(question, issues) {
  const { element, name } = question;
  const told = question.isTouched ? issues.filter(isTimely(element)) : [];
  const state = JSON.stringify(told);
  if (state === question.state) return;
  question.state = state;
  const wrong = told.filter(({ severity }) => severity !== "soft");
  const messages = wrong.map((issue) => sentence(issue, element));
  const place = document.getElementById(`messages-${name}`);
  if (place.textContent.trim() !== messages.join("").trim()) place.replaceChildren(...messages.map(message));
  element.toggleAttribute("data-wrong", wrong.length > 0);
  const names = new Set(wrong.map(({ variable }) => variable));
  for (const box of element.querySelectorAll("input:not([type=radio], [type=checkbox]), select, textarea")) {
    if (box.closest(".unusual")) continue;
    if (names.has(box.name.split(".")[0])) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
  }
  const unusual = told.filter(({ severity }) => severity === "soft");
  confirmations(document.getElementById(`unusual-${name}`), unusual, element);
  question.told = [...messages, ...unusual.map((issue) => sentence(issue, element))].join(" ");
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

// ---- aloud: politely, when one pauses or goes on, and only what a reader who cannot see the page would miss ----

function announce() {
  clearTimeout(pause);
  const changed = page.questions.filter(({ element, wasHidden }) => element.hidden !== wasHidden);
  const labels = (isHidden) =>
    changed.filter(({ element }) => element.hidden === isHidden).map(({ element }) => labelOf(element));
  const [shown, hidden] = [labels(false), labels(true)];
  const told = page.questions.filter(({ element, told, heard }) => told && told !== heard && !element.hidden);
  const said = [
    shown.length ? filled(texts.shown, { questions: shown.join(", ") }) : "",
    hidden.length ? filled(texts.hidden, { questions: hidden.join(", ") }) : "",
    ...told.map(({ element, told }) => filled(texts.named, { question: labelOf(element), sentence: told })),
  ].filter(Boolean);
  if (said.length) document.getElementById("announcements").textContent = said.join(" ");
  heard();
}

function heard() {
  for (const question of page.questions) {
    question.wasHidden = question.element.hidden;
    question.heard = question.told;
  }
}
