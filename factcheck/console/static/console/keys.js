// The workbench by keyboard. Single keys work outside of fields; Ctrl+Enter sends the form that one is in.

export function bindKeys({ side, text, step, panel }) {
    const help = document.getElementById("help");
    const find = (selector) => side.querySelector(selector);
    const press = (selector) => find(selector)?.click();
    const go = (selector) => {
        const link = find(selector);
        if (link) location.href = link.href;
    };
    const unfold = (summary) => {
        const details = find(summary)?.closest("details");
        if (details) details.open = true;
        details?.scrollIntoView({ block: "nearest" });
    };
    const focus = (selector) => {
        const field = find(selector);
        field?.scrollIntoView({ block: "center" });
        field?.focus();
    };
    const keys = {
        j: () => step(1),
        k: () => step(-1),
        J: () => go("[data-queue=next]"),
        K: () => go("[data-queue=previous]"),
        q: () => go("[data-queue=up]"),
        s: () => press("[data-action=start]"),
        // The first hop's words that nobody has judged yet; after that the first hop's.
        y: () => press(judged("y")),
        n: () => press(judged("n")),
        u: () => press(judged("u")),
        c: () => unfold(judged("c")),
        e: () => unfold("[data-key=e]"),
        f: () => focus(".judge :is(input[name=finding]:checked, input[name=finding][type=radio])"),
        v: () => focus(".judge :is(input[name=verdict]:checked, input[name=verdict])"),
        r: () => focus(".judge [data-rationale]"),
        p: () => focus("#propose-form :is(input[type=radio], textarea)"),
        P: () => unfold("[data-action=publish]"),
        m: () => focus("[data-comment]"),
        t: () => (document.activeElement.closest("#article-text") ? side : text.querySelector(".ref.is-on"))?.focus(),
        "?": () => help.showModal(),
    };
    const judged = (key) => {
        const waiting = find(".mention:not([class*=judged-]) [data-key]") ? ".mention:not([class*=judged-])" : ".mention";
        return `${waiting} [data-key=${key}]`;
    };
    document.addEventListener("keydown", (event) => {
        const field = event.target.closest("input, textarea, select");
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
            event.preventDefault();
            return event.target.form.requestSubmit(event.target.form.querySelector("[type=submit]"));
        }
        if (event.key === "Escape") {
            const pop = event.target.closest("details.pop[open], details.add[open]");
            if (pop) {
                pop.open = false;
                pop.querySelector("summary").focus();
            } else field?.blur();
            return;
        }
        const writes = field && !field.matches("[type=radio], [type=checkbox], [type=submit]");
        if (writes || event.metaKey || event.ctrlKey || event.altKey || help.open) return;
        const deed = keys[event.key];
        if (!deed || !panel()) return;
        event.preventDefault();
        deed();
    });
    document.addEventListener("click", (event) => {
        if (event.target.closest("[data-help]")) help.showModal();
        if (event.target.closest("[data-close]") || event.target === help) help.close();
    });
}
