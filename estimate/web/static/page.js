// Makes the pages quicker to use. All of them work without.
import { watchTask } from "./task.js";

for (const list of document.querySelectorAll("[data-task]")) watchTask(list);
