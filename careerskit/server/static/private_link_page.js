// The page of a private link.

import { initCopy } from "./copy.js";

const status = document.getElementById("copied");

initCopy((text) => { status.textContent = text; }, "Copied. Paste it somewhere safe.");
