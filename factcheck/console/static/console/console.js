// What every console page shares: marks and cards that belong together light up together.

export const csrf = () =>
    document.querySelector("[name=csrfmiddlewaretoken]")?.value ??
    document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

export const numbersOf = (element) => (element?.dataset.n ?? "").split(" ").filter(Boolean);

export function near(numbers) {
    for (const element of document.querySelectorAll(".is-near")) element.classList.remove("is-near");
    for (const number of numbers)
        for (const element of document.querySelectorAll(`[data-n~="${number}"]`)) element.classList.add("is-near");
}

/** The innermost content mark's claim at this element; a mark shared by several claims gives all of them. */
export function claimsAt(target) {
    const own = target.closest?.("[data-n]");
    return own ? numbersOf(own) : [];
}

document.addEventListener("mouseover", (event) => near(claimsAt(event.target)));
document.addEventListener("focusin", (event) => near(claimsAt(event.target)));
