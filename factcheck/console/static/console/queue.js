// The queue: search as you type, keyboard, and assigning many claims with progress. Without it everything works by
// plain links and forms.
import { csrf } from "./console.js";

const form = document.getElementById("queue-filter");
const SLICE = 20; // Each slice is one transaction and one notification.
const list = document.getElementById("queue-list");
let asked = 0;

async function load(address, { push = true } = {}) {
    const mine = ++asked;
    list.setAttribute("aria-busy", "true");
    try {
        const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
        if (!answer.ok || answer.redirected) return void (location.href = address);
        const html = await answer.text();
        if (mine !== asked) return; // A later question has overtaken this answer.
        list.innerHTML = html;
        const query = new URL(address, location.href).search.slice(1);
        document.getElementById("view-query").value = query;
        if (push) history.replaceState(null, "", `?${query}`);
    } finally {
        if (mine === asked) list.removeAttribute("aria-busy");
    }
}

function address() {
    const parameters = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) parameters.set(name, value);
    return `?${parameters}`;
}

let waiting;
form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => load(address()), event.target.name === "q" ? 180 : 0);
});
form.addEventListener("submit", (event) => {
    event.preventDefault();
    load(address());
});
list.addEventListener("click", (event) => {
    const tab = event.target.closest(".tabs a");
    if (!tab || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    form.elements.tab.value = new URL(tab.href).searchParams.get("tab");
    load(tab.href);
});
list.addEventListener("change", (event) => {
    if (event.target.id !== "select-all") return;
    for (const box of list.querySelectorAll("[name=claim]")) box.checked = event.target.checked;
});

list.addEventListener("submit", async (event) => {
    if (event.target.id !== "bulk") return;
    event.preventDefault();
    const bulk = event.target;
    const claims = [...bulk.querySelectorAll("[name=claim]:checked")].map((box) => box.value);
    const status = document.getElementById("bulk-status");
    if (!claims.length) return void (status.textContent = bulk.dataset.none);
    const progress = document.getElementById("bulk-progress");
    progress.hidden = false;
    progress.max = claims.length;
    let assigned = 0;
    const problems = new Set();
    for (let done = 0; done < claims.length; done += SLICE) {
        const body = new FormData();
        body.set("assignee", bulk.elements.assignee.value);
        for (const claim of claims.slice(done, done + SLICE)) body.append("claim", claim);
        const answer = await fetch(bulk.getAttribute("action"), {
            method: "POST", body, headers: { "X-CSRFToken": csrf(), "X-Requested-With": "fetch" },
        });
        if (!answer.ok) return void (status.textContent = `${answer.status} ${answer.statusText}`);
        const { assigned: more, problem } = await answer.json();
        assigned += more;
        if (problem) problems.add(problem);
        progress.value = Math.min(claims.length, done + SLICE);
        status.textContent = `${progress.value} / ${claims.length}`;
    }
    await load(location.search || "?");
    document.getElementById("bulk-status").textContent = [`${assigned} / ${claims.length}`, ...problems].join(" · ");
});

// Arrow through the list with j and k, open with Enter, mark with x.
let current = -1;
function move(step) {
    const rows = [...list.querySelectorAll(".queue-row")];
    if (!rows.length) return;
    current = Math.max(0, Math.min(rows.length - 1, current + step));
    rows.forEach((row, i) => row.classList.toggle("is-current", i === current));
    rows[current].querySelector(".claim-words").focus();
    rows[current].scrollIntoView({ block: "nearest" });
}
document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (event.key === "Escape" && typing) return event.target.blur();
    if (typing) return;
    if (event.key === "/") form.elements.q.focus();
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "x") list.querySelector(".is-current [name=claim]")?.click();
    else return;
    event.preventDefault();
});
