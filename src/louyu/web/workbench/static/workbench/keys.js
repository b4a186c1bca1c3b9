// Keys for the question in hand, heard only while the focus is inside it (WCAG 2.1.4).
const question = document.getElementById("question");
if (question) {
  const keys = { 1: "same", 2: "different", 3: "unsure", n: "skip", z: "undo" };
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (!question.contains(document.activeElement)) return;
    if (document.activeElement.matches("input:not([type=hidden]), textarea")) return;
    const target = document.getElementById(keys[event.key.toLowerCase()]);
    if (target) {
      event.preventDefault();
      target.click();
    }
  });
  question.focus({ preventScroll: true });
}
