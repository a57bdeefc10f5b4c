// The button that copies a link. Without scripts, or where the browser lets no page copy, the link itself is there.

// say: a function that shows a text to the reader. copied: the text once the link is copied.
export function initCopy(say, copied) {
  const button = document.getElementById("copy"), link = document.getElementById("link");
  button.hidden = false;
  button.addEventListener("click", async () => {
    say("");
    try {
      await navigator.clipboard.writeText(link.href);
      say(copied);
    } catch { // plain http beyond this machine, or an old browser
      getSelection().selectAllChildren(link);
      say("The link is selected. Copy it with Ctrl+C, or from your phone’s menu.");
    }
  });
}
