// The article page: looks again while the article is read, and leads from the text to a claim's page.
import { claimsAt } from "./console.js";

async function refresh() {
    const page = document.getElementById("article-page");
    if (!page?.dataset.refresh) return;
    await new Promise((resume) => setTimeout(resume, 1000 * Number(page.dataset.refresh)));
    try {
        const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
        if (answer.ok) {
            const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("article-page");
            if (fresh && fresh.innerHTML !== page.innerHTML) page.replaceWith(fresh);
        }
    } catch {
        // The server is away for a moment; the next round asks again.
    }
    refresh();
}
refresh();

document.addEventListener("click", (event) => {
    const text = event.target.closest(".article-text");
    if (!text || event.target.closest("a") || !getSelection().isCollapsed) return;
    const [number] = claimsAt(event.target);
    if (number) document.getElementById(`ref-${number}`)?.click();
});
