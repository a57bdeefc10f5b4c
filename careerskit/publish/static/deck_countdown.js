// The minutes left, on slides to write on. The facilitator starts them; the clock is the computer's, so nothing is lost in a
// window that sleeps. A screen reader hears whole minutes only.
(() => {
  if (!document.documentElement.classList.contains("presenting")) return; // as a page, it says how many minutes there are
  const SECOND = 1000, MINUTE = 60 * SECOND;

  class Countdown {
    constructor(place) {
      this.phases = [...place.querySelectorAll("[data-minutes]")].map((one) => ({ name: one.dataset.name, ms: one.dataset.minutes * MINUTE }));
      place.replaceChildren(document.getElementById("countdown").content.cloneNode(true));
      this.time = place.querySelector("[role=timer]");
      this.status = place.querySelector("[role=status]");
      this.button = place.querySelector(".start");
      this.following = place.querySelector(".following");
      this.button.addEventListener("click", () => this.press());
      place.querySelector(".more").addEventListener("click", () => this.add(1));
      place.querySelector(".less").addEventListener("click", () => this.add(-1));
      this.following.addEventListener("click", () => this.choose((this.phase + 1) % this.phases.length));
      this.following.hidden = this.phases.length < 2;
      this.choose(0);
    }

    get left() { return this.end === null ? this.rest : Math.max(0, this.end - Date.now()); }

    choose(phase) {
      this.phase = phase;
      this.rest = this.phases[phase].ms;
      this.end = null;
      this.said = null;
      this.status.textContent = "";
      this.show();
    }

    press() {
      if (this.end !== null) this.rest = this.left; // pause
      else if (this.rest === 0) return this.choose((this.phase + 1) % this.phases.length);
      this.end = this.end === null ? Date.now() + this.rest : null;
      this.show();
      if (this.end !== null) this.watch();
    }

    add(minutes) {
      const left = Math.max(0, this.left + minutes * MINUTE);
      if (this.end === null) this.rest = left;
      else this.end = Date.now() + left;
      this.show();
    }

    watch() {
      clearInterval(this.timer);
      this.timer = setInterval(() => this.show(), SECOND / 4);
    }

    show() {
      const left = this.left, seconds = Math.ceil(left / SECOND), name = this.phases[this.phase].name;
      if (left === 0 && this.end !== null) this.end = null, this.rest = 0;
      if (this.end === null) clearInterval(this.timer);
      this.time.textContent = left === 0 ? "Time is up" : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} left${name ? `, ${name}` : ""}`;
      this.button.textContent = this.end !== null ? "Pause (T)" : left === 0 ? "Set again (T)" : "Start (T)";
      const minutes = seconds / 60;
      if (left === 0 && this.said !== 0) this.say(0, "Time is up");
      else if (this.end !== null && Number.isInteger(minutes) && minutes > 0 && this.said !== minutes) this.say(minutes, `${minutes} minute${minutes === 1 ? "" : "s"} left`);
    }

    say(minutes, words) {
      this.said = minutes;
      this.status.textContent = words;
    }
  }

  const countdowns = new Map([...document.querySelectorAll(".countdown")].map((place) => [place.closest("section"), new Countdown(place)]));
  const here = () => countdowns.get(Reveal.getCurrentSlide());
  Reveal.addKeyBinding({ keyCode: 84, key: "T", description: "Start or pause the minutes left" }, () => here()?.press());
  addEventListener("countdown", () => here()?.press()); // from the window with the notes
})();
