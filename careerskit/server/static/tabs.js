// Tabs: links to the sections of a page, of which one at a time is shown. Without scripts all are, and the links lead to them.
// Which one is open stands in the history's state, so that a reload opens it again. In the address, it would have the browser scroll
// down to the section, past the clock.

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

// list: the element with the links. What else links to a section, or to something in one, opens its tab.
export function initTabs(list) {
  const tabs = [...list.querySelectorAll("a")];
  const panelOf = (tab) => document.getElementById(tab.hash.slice(1));
  list.setAttribute("role", "tablist");
  for (const tab of tabs) {
    const panel = panelOf(tab);
    tab.id = `tab-${panel.id}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
  }

  function open(chosen) {
    for (const tab of tabs) {
      tab.setAttribute("aria-selected", tab === chosen);
      tab.tabIndex = tab === chosen ? 0 : -1;
      panelOf(tab).hidden = tab !== chosen;
    }
    history.replaceState({ tab: chosen.hash }, "", location.pathname + location.search);
  }
  function openAddressed() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const tab = target && tabs.find((one) => panelOf(one).contains(target));
    if (tab) open(tab);
    return Boolean(tab);
  }

  list.addEventListener("click", (event) => {
    const tab = event.target.closest("a");
    if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return; // a new window
    event.preventDefault();
    open(tab);
  });
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = { Home: 0, End: tabs.length - 1 }[event.key] ?? (at + STEPS[event.key] + tabs.length) % tabs.length;
    if (at < 0 || Number.isNaN(to)) return;
    event.preventDefault();
    open(tabs[to]);
    tabs[to].focus();
  });
  addEventListener("hashchange", openAddressed);
  if (!openAddressed()) open(tabs.find((one) => one.hash === history.state?.tab) ?? tabs[0]);
}
