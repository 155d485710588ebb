// A combobox (WAI-ARIA) that finds sources by any of their names, in any script.

export function pickers(root) {
    for (const input of root.querySelectorAll("[data-source-picker]:not([data-bound])")) bind(input);
}

function bind(input) {
    input.dataset.bound = "yes";
    const hidden = input.form.elements[input.dataset.into ?? "source"];
    const list = document.createElement("ul");
    list.className = "picker";
    list.id = `picker-${Math.random().toString(36).slice(2)}`;
    list.setAttribute("role", "listbox");
    list.hidden = true;
    input.setAttribute("aria-controls", list.id);
    input.after(list);
    let at = -1;
    let asked = 0;

    const close = () => {
        list.hidden = true;
        input.setAttribute("aria-expanded", "false");
        input.removeAttribute("aria-activedescendant");
    };
    const choose = (option) => {
        input.value = option.dataset.name;
        hidden.value = option.dataset.id;
        close();
    };
    const mark = (index) => {
        const options = [...list.children];
        if (!options.length) return;
        at = (index + options.length) % options.length;
        options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
        input.setAttribute("aria-activedescendant", options[at].id);
        options[at].scrollIntoView({ block: "nearest" });
    };
    const ask = async () => {
        const mine = ++asked;
        const answer = await fetch(`${input.dataset.sourcePicker}?name=${encodeURIComponent(input.value)}`);
        if (mine !== asked || !answer.ok) return;
        const { results } = await answer.json();
        list.replaceChildren(
            ...results.map((source, i) => {
                const option = document.createElement("li");
                option.id = `${list.id}-${i}`;
                option.setAttribute("role", "option");
                option.dataset.id = source.id;
                option.dataset.name = source.name;
                const name = document.createElement("strong");
                name.textContent = source.name;
                const more = document.createElement("span");
                more.textContent = [source.matched !== source.name ? source.matched : "", source.kind, source.provisional]
                    .filter(Boolean).join(" · ");
                option.append(name, " ", more);
                return option;
            }),
        );
        at = -1;
        list.hidden = !results.length;
        input.setAttribute("aria-expanded", String(!list.hidden));
    };
    let waiting;
    input.addEventListener("input", () => {
        hidden.value = "";
        clearTimeout(waiting);
        waiting = setTimeout(ask, 150);
    });
    input.addEventListener("focus", ask);
    input.addEventListener("blur", () => setTimeout(close, 150));
    input.addEventListener("keydown", (event) => {
        if (event.key === "ArrowDown") mark(at + 1);
        else if (event.key === "ArrowUp") mark(at - 1);
        else if (event.key === "Enter" && !list.hidden && at >= 0) choose(list.children[at]);
        else if (event.key === "Escape" && !list.hidden) {
            event.stopPropagation();
            return close();
        } else return;
        event.preventDefault();
    });
    list.addEventListener("mousedown", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) choose(option);
        event.preventDefault();
    });
}
