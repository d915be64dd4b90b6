// Looks whether the catalogue's files have changed, and shows the page anew: the form as it now is, and the findings.

const EVERY = 1000;
const panel = document.getElementById("findings");

const isChanged = (field) => field.checked !== field.defaultChecked || field.value !== field.defaultValue;
const isChosen = (option) => option.selected !== option.defaultSelected;
const isWriting = () =>
  [...document.querySelectorAll("input, textarea")].some(isChanged) ||
  [...document.querySelectorAll("option")].some(isChosen);

async function look() {
  try {
    const answer = await fetch(panel.dataset.watch, { cache: "no-store" });
    const state = await answer.text();
    if (answer.ok && state !== panel.dataset.state) return renew(state);
  } catch {
    // The server is being restarted; it is asked again.
  }
  setTimeout(look, EVERY);
}

// Answers on trial are not worth a question, but they are worth keeping when only the findings have changed.
async function renew(state) {
  if (!isWriting()) return location.reload();
  const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
  panel.replaceChildren(...page.getElementById("findings").children);
  panel.dataset.state = state;
  setTimeout(look, EVERY);
}

look();
