"use strict";
// The button that copies the private link. Without scripts, or where the browser lets no page copy, the link itself is there.
const copy = document.getElementById("copy"), link = document.getElementById("link"), copied = document.getElementById("copied");

copy.hidden = false;
copy.addEventListener("click", async () => {
  copied.textContent = "";
  try {
    await navigator.clipboard.writeText(link.href);
    copied.textContent = "Copied. Paste it somewhere safe.";
  } catch { // plain http beyond this machine, or an old browser
    getSelection().selectAllChildren(link);
    copied.textContent = "The link is selected. Copy it with Ctrl+C, or from your phone’s menu.";
  }
});
