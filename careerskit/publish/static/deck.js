// Makes slides of the page. On a narrow screen, and where it is asked for with ?page, it stays a page to read; with ?swot it is
// the SWOT analysis on one sheet of paper.
(() => {
  if (location.search === "?swot") return document.documentElement.classList.add("on-paper");
  if (location.search === "?page") return;
  const narrow = matchMedia("(max-width: 40rem)");
  narrow.addEventListener("change", () => location.reload()); // turned, or zoomed in
  if (narrow.matches) return;

  document.documentElement.classList.add("presenting");
  document.getElementById("reveal-css").media = "screen"; // on paper, our own rules alone

  // A slide that is shown only when asked is out of the row, so Next does not come to it. A link puts it after the slide it was
  // asked on, from where Back and Next lead on as before; once it is left, it is out of the row again.
  const reveal = document.querySelector(".reveal"), row = reveal.querySelector(".slides"), asked = new Map();
  for (const slide of [...row.children].filter((one) => one.classList.contains("asked"))) {
    asked.set(slide.id, { slide, home: slide.dataset.home });
    slide.remove();
  }
  const addressed = () => asked.get(decodeURIComponent(location.hash.replace(/^#\/?/, "")));
  function insert({ slide, home }) {
    const present = row.querySelector("section.present"), from = present?.classList.contains("asked") ? present.previousElementSibling : present;
    const before = from ?? document.getElementById(home);
    before.after(slide);
    slide.querySelector(".back a").href = `#${before.id}`;
    slide.querySelector(".back a").textContent = `Back to “${before.querySelector("h2").textContent}”`;
  }
  if (addressed()) insert(addressed());
  addEventListener("hashchange", () => { // before reveal.js reads the address
    const wanted = addressed();
    if (!wanted || wanted.slide.isConnected) return;
    insert(wanted);
    Reveal.sync();
    Reveal.slide([...row.children].indexOf(wanted.slide));
  });

  Reveal.initialize({
    width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 4, center: false,
    hash: true, // the address names the slide by its id
    navigationMode: "linear", slideNumber: "c/t", controlsTutorial: false, controlsBackArrows: "visible",
    transition: "none", backgroundTransition: "none", fragments: true,
    postMessage: false, postMessageEvents: false, // nobody else's page turns the slides
    scrollActivationWidth: null, pdfSeparateFragments: false,
  }).then(() => {
    reveal.removeAttribute("role"); // an "application" keeps a screen reader from reading the slide
    reveal.querySelector(".controls").setAttribute("role", "none"); // an aside within main
  });
  Reveal.on("slidechanged", ({ previousSlide, currentSlide }) => {
    if (!previousSlide?.classList.contains("asked") || !previousSlide.isConnected) return;
    previousSlide.remove();
    Reveal.sync();
    Reveal.slide([...row.children].indexOf(currentSlide));
  });
  addEventListener("beforeprint", () => asked.forEach(({ slide, home }) => { // on paper, all of them, where they belong
    if (!slide.isConnected) document.getElementById(home).after(slide);
  }));
  addEventListener("afterprint", () => {
    asked.forEach(({ slide }) => { if (!slide.classList.contains("present")) slide.remove(); });
    Reveal.sync();
  });
})();
