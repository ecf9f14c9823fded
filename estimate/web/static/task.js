// Shows how a task goes on, and its result when it is over.
export async function watchTask(list) {
  for (;;) {
    await new Promise((wake) => setTimeout(wake, 700));
    const answer = await fetch("/task/" + list.dataset.task);
    if (!answer.ok) break;
    const state = await answer.json();
    list.replaceChildren(...state.said.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    if (state.over) break;
  }
  location.replace(list.dataset.back);
}
