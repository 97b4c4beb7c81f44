// @ts-check
/** The log as it is written: the last lines, filtered, followed as long as the end is in view. */
import { byId, element } from "./element.js";
import { readLine, showLine } from "./log-line.js";

/** @typedef {import("./log-feed").LogEntry} LogEntry */
/** @typedef {import("./log-line.js").LogLine} LogLine */

const MAX_LINES = 500;
const EVERYTHING = ["metrics", "platform", "request", "debug", "info", "warn", "error"];

/** What the selection offers: the levels that each choice shows. */
const CHOICES = new Map([
  ["everything", EVERYTHING],
  ["info and above", ["info", "warn", "error"]],
  ["warnings and errors", ["warn", "error"]],
  ["errors", ["error"]],
  ["requests", ["request"]],
  ["metrics", ["metrics"]],
]);

/** Connects to the log and shows it. */
export function startLog() {
  const list = byId("log-lines", HTMLOListElement);
  const level = byId("log-level", HTMLSelectElement);
  const text = byId("log-text", HTMLInputElement);
  const pause = byId("log-pause", HTMLButtonElement);
  const state = byId("log-state", HTMLElement);
  /** @type {LogLine[]} */
  let lines = [];
  /** Lines that are not shown yet. @type {LogLine[]} */
  let news = [];
  let isPaused = false;
  let clearedAt = 0;
  /** After a break the recent entries come again: they take the place of what is shown. */
  let isStale = false;

  level.append(...[...CHOICES.keys()].map((name) => element("option", {}, name)));

  /** @param {LogLine} line */
  const isWanted = (line) => {
    const levels = CHOICES.get(level.value) ?? EVERYTHING;
    const needle = text.value.trim().toLowerCase();
    return levels.includes(line.level) && line.entry.text.toLowerCase().includes(needle);
  };
  const tell = () => {
    const shown = list.childElementCount;
    const waiting = news.length > 0 ? `, ${news.length} new` : "";
    state.textContent = isPaused
      ? `paused${waiting}`
      : lines.length === shown
        ? ""
        : `${shown} of ${lines.length} lines`;
  };
  const showNews = () => {
    if (isPaused) {
      tell();
      return;
    }
    if (isStale) {
      lines = [];
      list.replaceChildren();
      isStale = false;
    }
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    lines = [...lines, ...news].slice(-MAX_LINES);
    list.append(...news.filter(isWanted).slice(-MAX_LINES).map(showLine));
    news = [];
    while (list.childElementCount > MAX_LINES) list.firstElementChild?.remove();
    if (atEnd) list.scrollTop = list.scrollHeight;
    tell();
  };
  const showAll = () => {
    list.replaceChildren(...lines.filter(isWanted).map(showLine));
    list.scrollTop = list.scrollHeight;
    tell();
  };
  level.addEventListener("change", showAll);
  text.addEventListener("input", showAll);
  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    pause.setAttribute("aria-pressed", String(isPaused));
    pause.textContent = isPaused ? "Resume" : "Pause";
    showNews();
  });
  byId("log-clear", HTMLButtonElement).addEventListener("click", () => {
    clearedAt = Math.max(0, ...[...lines, ...news].map(({ entry }) => entry.at));
    lines = [];
    news = [];
    showAll();
  });

  let isDue = false;
  const events = new EventSource("/~/log");
  events.addEventListener("open", () => {
    news = [];
    isStale = true;
  });
  events.addEventListener("message", ({ data }) => {
    const entry = /** @type {LogEntry} */ (JSON.parse(String(data)));
    if (entry.at <= clearedAt) return;
    news.push(readLine(entry));
    if (news.length > MAX_LINES) news.shift();
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      showNews();
    });
  });
}
