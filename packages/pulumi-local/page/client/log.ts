/** The log as it is written: the last lines, filtered, followed as long as the end is in view. */
import type { LogEntry } from "../server/log-feed";
import { byId, element } from "./element";
import { listen } from "./events";
import { type LineLevel, type LogLine, readLine, SHOW_REQUEST, showLine } from "./log-line";

const MAX_LINES = 500;
const ALL_LEVELS: readonly LineLevel[] = [
  "metrics",
  "platform",
  "request",
  "debug",
  "info",
  "warn",
  "error",
];

/** What the selection offers: the levels that each choice shows. */
const CHOICES: ReadonlyMap<string, readonly LineLevel[]> = new Map([
  ["everything", ALL_LEVELS],
  ["info and above", ["info", "warn", "error"]],
  ["warnings and errors", ["warn", "error"]],
  ["errors", ["error"]],
  ["requests", ["request"]],
  ["metrics", ["metrics"]],
]);

/** Shows the log as it comes. */
export function startLog(): void {
  const list = byId("log-lines", HTMLOListElement);
  const level = byId("log-level", HTMLSelectElement);
  const text = byId("log-text", HTMLInputElement);
  const pause = byId("log-pause", HTMLButtonElement);
  const state = byId("log-state", HTMLElement);
  let lines: LogLine[] = [];
  /** Lines that are not shown yet. */
  let news: LogLine[] = [];
  let isPaused = false;
  let clearedAt = 0;
  /** After a break the recent entries come again: they take the place of what is shown. */
  let isStale = false;

  level.append(...[...CHOICES.keys()].map((name) => element("option", {}, name)));

  const isWanted = (line: LogLine): boolean => {
    const levels = CHOICES.get(level.value) ?? ALL_LEVELS;
    const needle = text.value.trim().toLowerCase();
    const { request = "", text: written } = line.entry;
    return levels.includes(line.level) && `${written} ${request}`.toLowerCase().includes(needle);
  };
  const showState = (): void => {
    const shown = list.childElementCount;
    const waiting = news.length > 0 ? `, ${news.length} new` : "";
    state.textContent = isPaused
      ? `paused${waiting}`
      : lines.length === shown
        ? ""
        : `${shown} of ${lines.length} lines`;
  };
  const showNews = (): void => {
    if (isPaused) {
      showState();
      return;
    }
    if (isStale) {
      lines = [];
      list.replaceChildren();
      isStale = false;
    }
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    lines = [...lines, ...news].slice(-MAX_LINES);
    list.append(
      ...news
        .filter(isWanted)
        .slice(-MAX_LINES)
        .map((line) => showLine(line)),
    );
    news = [];
    while (list.childElementCount > MAX_LINES) list.firstElementChild?.remove();
    if (atEnd) list.scrollTop = list.scrollHeight;
    showState();
  };
  const showAll = (): void => {
    list.replaceChildren(...lines.filter(isWanted).map((line) => showLine(line)));
    list.scrollTop = list.scrollHeight;
    showState();
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
  const onOpen = (): void => {
    news = [];
    isStale = true;
  };
  const onEntry = (entry: LogEntry): void => {
    if (entry.at <= clearedAt) return;
    news.push(readLine(entry));
    if (news.length > MAX_LINES) news.shift();
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      showNews();
    });
  };
  listen({ onOpen, onEntry });
  list.addEventListener(SHOW_REQUEST, (event) => {
    text.value = event instanceof CustomEvent ? String(event.detail) : "";
    level.value = "everything";
    showAll();
  });
}
