// Selected words of the article as offsets: code points into the version's text, counted from each piece's data-s.

function offsetOf(node, at) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const piece = element.closest("[data-s]");
    if (piece && node.nodeType === Node.TEXT_NODE) return Number(piece.dataset.s) + [...node.data.slice(0, at)].length;
    // Between pieces: where the next one starts.
    const next = node.childNodes[at] ?? node;
    const inner = next.nodeType === Node.ELEMENT_NODE ? (next.matches("[data-s]") ? next : next.querySelector("[data-s]")) : null;
    if (inner) return Number(inner.dataset.s);
    return piece ? Number(piece.dataset.s) : null;
}

/** Return {start, end, words} of what is selected inside `text`, spaces at its edges left out, or null. */
export function selected(text) {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    let start = offsetOf(range.startContainer, range.startOffset);
    let end = offsetOf(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return null;
    const words = wordsBetween(text, start, end);
    start += [...words].length - [...words.trimStart()].length;
    end -= [...words].length - [...words.trimEnd()].length;
    return end > start ? { start, end, words: words.trim() } : null;
}

/** The article's own words between two offsets, as the pieces hold them. */
function wordsBetween(text, start, end) {
    let words = "";
    for (const piece of text.querySelectorAll("[data-s]")) {
        const at = Number(piece.dataset.s);
        const letters = [...piece.textContent];
        if (at + letters.length > start && at < end) {
            if (words && at > start + [...words].length) words += "\n";
            words += letters.slice(Math.max(0, start - at), end - at).join("");
        }
    }
    return words;
}

/** Offer what can be done with selected words, right below them. */
export function describeSelection(text) {
    const box = document.getElementById("selection");
    if (!box) return;
    const form = box.querySelector("form");
    document.addEventListener("selectionchange", () => {
        const found = selected(text);
        if (!found) {
            if (!box.contains(document.activeElement)) box.hidden = true;
            return;
        }
        form.elements.start.value = found.start;
        form.elements.end.value = found.end;
        form.elements.quote.value = found.words;
        document.getElementById("selection-words").textContent = `“${found.words.slice(0, 120)}${found.words.length > 120 ? "…" : ""}”`;
        const place = getSelection().getRangeAt(0).getBoundingClientRect();
        box.hidden = false;
        box.style.top = `${scrollY + place.bottom + 8}px`;
        box.style.left = `${Math.max(8, Math.min(place.left, innerWidth - box.offsetWidth - 12))}px`;
    });
    form.addEventListener("submit", (event) => {
        const panel = document.querySelector(".panel");
        if (event.submitter?.value !== "span") return;
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name: "claim", value: panel.dataset.claim });
        const version = Object.assign(document.createElement("input"), { type: "hidden", name: "version", value: panel.dataset.version });
        form.append(field, version);
    });
    document.addEventListener("keydown", (event) => {
        if (event.key === "Escape") box.hidden = true;
    });
}
