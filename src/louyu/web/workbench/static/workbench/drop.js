// Files dropped anywhere on the form become its files; without this script they are chosen by hand.
const form = document.getElementById("drop");
const input = document.getElementById("files");
const chosen = document.getElementById("chosen");

function tell() {
  const names = [...input.files].map((file) => file.name);
  chosen.textContent = names.length ? `已选 ${names.length} 个：${names.join("、")}` : "";
}

if (form && input) {
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.add("drop-over");
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    form.addEventListener(kind, () => form.classList.remove("drop-over"));
  }
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    tell();
  });
  input.addEventListener("change", tell);
  form.addEventListener("submit", () => {
    form.querySelector("button").disabled = true;
    chosen.textContent = "正在上传…";
  });
}
