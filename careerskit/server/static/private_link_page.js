// The button that copies the private link. Without scripts, or where the browser lets no page copy, the link itself is there.

const button = document.getElementById("copy"), link = document.getElementById("link"), status = document.getElementById("copied");

button.hidden = false;
button.addEventListener("click", async () => {
  status.textContent = "";
  try {
    await navigator.clipboard.writeText(link.href);
    status.textContent = "Copied. Paste it somewhere safe.";
  } catch { // plain http beyond this machine, or an old browser
    getSelection().selectAllChildren(link);
    status.textContent = "The link is selected. Copy it with Ctrl+C, or from your phone’s menu.";
  }
});
