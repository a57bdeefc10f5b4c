// The speaker's view: a window for the facilitator's own screen, with what to say, what comes next and the time.
(() => {
  if (!document.documentElement.classList.contains("presenting")) return; // as a page, the notes stand below each slide
  const button = document.getElementById("speaker");
  const status = document.getElementById("speaker-status");
  let view = null, startTime = null, timer = 0;

  const element = (id) => view.document.getElementById(id);
  const twoDigits = (number) => String(Math.floor(number)).padStart(2, "0");
  const headingOf = (slide) => slide.querySelector("h2").textContent;

  function show() {
    if (!view || view.closed) return;
    const slides = Reveal.getSlides(), at = slides.indexOf(Reveal.getCurrentSlide());
    const notes = slides[at].querySelector(".notes"), next = slides[at + 1];
    element("where").textContent = `Slide ${at + 1} of ${slides.length}`;
    element("heading").textContent = headingOf(slides[at]);
    element("notes").replaceChildren(...(notes ? [...notes.children].map((node) => view.document.importNode(node, true)) : []));
    element("next").textContent = next ? `Next: ${headingOf(next)}` : "This is the last slide.";
  }

  function tick() {
    button.hidden = view && !view.closed; // the room need not see it
    if (!button.hidden) return clearInterval(timer);
    const now = new Date(), seconds = (now - startTime) / 1000;
    element("clock").textContent = `${twoDigits(now.getHours())}:${twoDigits(now.getMinutes())}`;
    element("elapsed").textContent = `${twoDigits(seconds / 60)}:${twoDigits(seconds % 60)}`;
  }

  function open() {
    if (view && !view.closed) return view.focus();
    view = window.open("", "", "width=900,height=760");
    if (!view) {
      status.textContent = "The browser has blocked the window with the notes. Allow it for this page, and press S again.";
      status.classList.remove("within");
      return;
    }
    status.textContent = "";
    status.classList.add("within");
    const page = view.document;
    page.documentElement.lang = document.documentElement.lang;
    page.title = "Speaker’s notes";
    page.head.append(page.importNode(document.getElementById("speaker-style").content, true));
    page.body.replaceChildren(page.importNode(document.getElementById("speaker-view").content, true));
    element("back").addEventListener("click", () => Reveal.prev());
    element("on").addEventListener("click", () => Reveal.next());
    element("again").addEventListener("click", () => { startTime = new Date(); tick(); });
    page.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "t") return dispatchEvent(new Event("countdown"));
      const turn = { ArrowRight: "next", PageDown: "next", ArrowLeft: "prev", PageUp: "prev" }[event.key];
      if (!turn) return;
      event.preventDefault();
      Reveal[turn]();
    });
    startTime ??= new Date();
    clearInterval(timer);
    timer = setInterval(tick, 1000);
    show();
    tick();
  }

  button.addEventListener("click", open);
  Reveal.addKeyBinding({ keyCode: 83, key: "S", description: "Speaker’s notes" }, open);
  for (const event of ["ready", "slidechanged"]) Reveal.on(event, show);
  addEventListener("pagehide", () => view?.close());
})();
