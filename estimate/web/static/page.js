// Makes the pages quicker to use. All of them work without.
import { watchTask } from "./task.js";
import { growRows } from "./rows.js";
import { takeDrops } from "./drop.js";

for (const list of document.querySelectorAll("[data-task]")) watchTask(list);
for (const body of document.querySelectorAll("[data-rows]")) growRows(body);
for (const form of document.querySelectorAll("form.drop")) takeDrops(form);
const edit = document.getElementById("edit");
if (edit) import("./edit.js").then((module) => module.editAtOnce(edit));
