// Files can be dropped onto the form that uploads them.
export function takeDrops(form) {
  const input = form.querySelector("input[type=file]");
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length > 0) input.files = event.dataTransfer.files;
  });
}
