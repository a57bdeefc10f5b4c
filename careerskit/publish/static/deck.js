// Makes slides of the page. On a narrow screen, and where it is asked for with ?page, it stays a page to read.
(() => {
  if (location.search === "?page") return;
  const narrow = matchMedia("(max-width: 40rem)");
  narrow.addEventListener("change", () => location.reload()); // turned, or zoomed in
  if (narrow.matches) return;

  document.documentElement.classList.add("presenting");
  document.getElementById("reveal-css").media = "screen"; // on paper, our own rules alone
  Reveal.initialize({
    width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 4, center: false,
    hash: true, // the address names the slide by its id
    navigationMode: "linear", slideNumber: "c/t", controlsTutorial: false, controlsBackArrows: "visible",
    transition: "none", backgroundTransition: "none", fragments: true,
    postMessage: false, postMessageEvents: false, // nobody else's page turns the slides
    scrollActivationWidth: null, pdfSeparateFragments: false,
  }).then(() => {
    const reveal = document.querySelector(".reveal");
    reveal.removeAttribute("role"); // an "application" keeps a screen reader from reading the slide
    reveal.querySelector(".controls").setAttribute("role", "none"); // an aside within main
  });
})();
