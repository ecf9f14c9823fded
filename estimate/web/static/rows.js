// Keeps an empty row at the end of a table that is typed into.
export function growRows(body) {
  const blank = body.lastElementChild.cloneNode(true);
  for (const input of blank.querySelectorAll("input")) input.value = "";
  body.addEventListener("input", () => {
    const filled = [...body.lastElementChild.querySelectorAll("input")].some((input) => input.value !== "");
    if (filled) body.append(blank.cloneNode(true));
  });
}
