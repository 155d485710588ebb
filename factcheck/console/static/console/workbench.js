// The workbench: a claim is chosen by a click or a key, forms are sent without leaving the page. Without this file
// everything works by plain links and forms.
import { claimsAt } from "./console.js";
import { describeSelection } from "./selection.js";
import { bindKeys } from "./keys.js";
import { pickers } from "./source_picker.js";

const side = document.getElementById("panel");
const text = document.getElementById("article-text");
const said = document.getElementById("said");
const narrow = matchMedia("(max-width: 1023px)");
const panel = () => side.querySelector(".panel");

/** Mark the panel's claim in the text; its colours follow what the panel says of its state. */
function show({ scroll = true } = {}) {
    const { number, css, url } = panel().dataset;
    wanted = 0;
    text.classList.add("has-selected");
    for (const element of text.querySelectorAll(".is-on")) element.classList.remove("is-on");
    let first;
    for (const element of text.querySelectorAll(`[data-n~="${number}"]`)) {
        element.classList.add("is-on");
        first ??= element;
        if (element.matches(".m-content") && element.dataset.n === number) recolour(element, css);
        if (element.matches(".ref")) {
            recolour(element, css);
            element.setAttribute("aria-current", "true");
        }
    }
    for (const reference of text.querySelectorAll(".ref:not(.is-on)")) reference.removeAttribute("aria-current");
    if (scroll) first?.scrollIntoView({ block: "nearest" });
    if (url && url !== location.pathname + location.search) history.replaceState(null, "", url);
    pickers(side);
    fill(side.querySelector("[data-load]"));
}

/** Ask for a part of the panel that takes longer than the rest. */
async function fill(part) {
    if (!part) return;
    const answer = await fetch(part.dataset.load, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (answer?.ok && part.isConnected) part.innerHTML = await answer.text();
}

function recolour(element, css) {
    const kept = [...element.classList].filter((name) => !/^(s|v)-|^(uncertain|own-voice)$/.test(name));
    element.className = [...kept, ...css.split(" ")].join(" ");
}

let asked = 0;
async function panelFrom(address, options = {}) {
    const mine = ++asked;
    side.setAttribute("aria-busy", "true");
    try {
        const answer = await fetch(address, { ...options, headers: { "X-Requested-With": "fetch" } });
        const html = await answer.text();
        if (mine !== asked) return; // Something else was asked for meanwhile.
        if (!html.includes('class="panel')) return void (location.href = address); // Signed out, or a fault.
        side.innerHTML = html;
        return answer;
    } finally {
        if (mine === asked) side.removeAttribute("aria-busy");
    }
}

let wanted = 0; // The claim that keys have led to, while its panel is still on its way.
function step(by) {
    const next = document.getElementById(`ref-${(wanted || Number(panel().dataset.number)) + by}`);
    if (!next) return;
    wanted = Number(next.dataset.n);
    open(next.href);
}

export async function open(address, { push = true } = {}) {
    if (unsaved() && !confirm(side.dataset.unsaved)) return;
    const answer = await panelFrom(address);
    if (!answer) return;
    if (push) history.pushState(null, "", address);
    show();
    side.scrollTop = 0;
    if (narrow.matches) side.scrollIntoView({ block: "start" });
}

/** Whether something was typed that leaving would lose. */
const unsaved = () =>
    [...side.querySelectorAll("textarea, input[type=url], input[name=title]")].some((field) => field.value !== field.defaultValue);

async function send(form, button) {
    const body = new FormData(form, button);
    for (const other of form.querySelectorAll("button")) other.disabled = true;
    const answer = await panelFrom(form.getAttribute("action"), { method: "POST", body });
    if (!answer) return;
    show({ scroll: false });
    if (answer.ok) {
        tell(panel().dataset.said);
        side.focus({ preventScroll: true });
    } else {
        const problem = document.getElementById("problem");
        problem?.scrollIntoView({ block: "nearest" });
        problem?.focus();
    }
}

function tell(words) {
    if (!words) return;
    said.textContent = words;
    said.hidden = false;
    clearTimeout(tell.timer);
    tell.timer = setTimeout(() => (said.hidden = true), 4000);
}

document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-act]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
});
document.addEventListener("click", (event) => {
    const plain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.button);
    const link = event.target.closest(".ref, [data-step], [data-queue=previous], [data-queue=next], [data-reload]");
    if (link && plain) {
        if (link.matches("[data-queue]")) return; // Another article: a whole page.
        event.preventDefault();
        return void open(link.href);
    }
    const at = event.target.closest("#article-text") && !event.target.closest("a") ? claimsAt(event.target) : [];
    if (at.length && getSelection().isCollapsed) {
        // A word that several claims share (one "He" for two) leads to the next of them.
        const next = at[(at.indexOf(panel().dataset.number) + 1) % at.length];
        open(document.getElementById(`ref-${next}`).href);
    }
    for (const pop of document.querySelectorAll("details.pop[open]")) if (!pop.contains(event.target)) pop.open = false;
});
document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.pop, details.add") && event.target.open)
        event.target.querySelector("form :is(textarea, input:not([type=hidden]), select)")?.focus();
}, true);
addEventListener("popstate", () => open(location.href, { push: false }));
addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
});

// What somebody else did meanwhile shows before it is overwritten; what is being fetched shows when it is there.
setInterval(async () => {
    if (document.hidden) return;
    const { stateUrl, version } = panel().dataset;
    const answer = await fetch(stateUrl).catch(() => null);
    if (!answer?.ok) return;
    const state = await answer.json();
    if (panel().dataset.stateUrl !== stateUrl) return;
    const changed = String(state.version) !== version;
    document.getElementById("changed-elsewhere").hidden = !changed;
}, 15000);
setInterval(() => {
    if (side.querySelector("[data-pending]") && !unsaved() && !side.querySelector("details.add[open], details.pop[open]"))
        panelFrom(location.href).then(() => show({ scroll: false }));
}, 3000);

show();
describeSelection(text);
bindKeys({ side, text, step, panel });
document.documentElement.classList.add("with-scripts");
