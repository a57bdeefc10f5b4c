// The speaker's view: a window for the facilitator's own screen, with what to say, what comes next and the time.
(() => {
  if (!document.documentElement.classList.contains("presenting")) return; // as a page, the notes stand below each slide
  const button = document.getElementById("speaker");
  const said = document.getElementById("speaker-said");
  let view = null, begun = null, ticking = 0;

  const part = (id) => view.document.getElementById(id);
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  const headingOf = (slide) => slide.querySelector("h2").textContent;

  function show() {
    if (!view || view.closed) return;
    const slides = Reveal.getSlides(), at = Reveal.getSlidePastCount();
    const notes = slides[at].querySelector(".notes"), next = slides[at + 1];
    part("where").textContent = `Slide ${at + 1} of ${slides.length}`;
    part("heading").textContent = headingOf(slides[at]);
    part("notes").replaceChildren(...(notes ? [...notes.children].map((one) => view.document.importNode(one, true)) : []));
    part("next").textContent = next ? `Next: ${headingOf(next)}` : "This is the last slide.";
  }

  function tick() {
    button.hidden = view && !view.closed; // the room need not see it
    if (!button.hidden) return clearInterval(ticking);
    const now = new Date(), seconds = (now - begun) / 1000;
    part("clock").textContent = `${two(now.getHours())}:${two(now.getMinutes())}`;
    part("elapsed").textContent = `${two(seconds / 60)}:${two(seconds % 60)}`;
  }

  function open() {
    if (view && !view.closed) return view.focus();
    view = window.open("", "", "width=900,height=760");
    if (!view) {
      said.textContent = "The browser has blocked the window with the notes. Allow it for this page, and press S again.";
      said.classList.remove("within");
      return;
    }
    said.textContent = "";
    said.classList.add("within");
    const page = view.document;
    page.documentElement.lang = document.documentElement.lang;
    page.title = "Speaker’s notes";
    page.head.append(page.importNode(document.getElementById("speaker-style").content, true));
    page.body.replaceChildren(page.importNode(document.getElementById("speaker-view").content, true));
    part("back").addEventListener("click", () => Reveal.prev());
    part("on").addEventListener("click", () => Reveal.next());
    part("again").addEventListener("click", () => { begun = new Date(); tick(); });
    page.addEventListener("keydown", (event) => {
      const turn = { ArrowRight: "next", PageDown: "next", ArrowLeft: "prev", PageUp: "prev" }[event.key];
      if (!turn) return;
      event.preventDefault();
      Reveal[turn]();
    });
    begun ??= new Date();
    clearInterval(ticking);
    ticking = setInterval(tick, 1000);
    show();
    tick();
  }

  button.addEventListener("click", open);
  Reveal.addKeyBinding({ keyCode: 83, key: "S", description: "Speaker’s notes" }, open);
  for (const event of ["ready", "slidechanged"]) Reveal.on(event, show);
  addEventListener("pagehide", () => view?.close());
})();
