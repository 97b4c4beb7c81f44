// @ts-check
/** The page: asks for the view every two seconds while it is looked at, and hands it to its parts. */
import { makeAlarms } from "./alarms.js";
import { makeDashboard } from "./dashboard.js";
import { byId } from "./element.js";
import { recolorGraphs } from "./graph.js";
import { startLog } from "./log.js";
import { themeSwitch } from "./theme.js";
import { makeTools } from "./tools.js";

/** @typedef {import("../cloudwatch/view").View} View */

const INTERVAL_MS = 2000;
const RANGE_KEY = "minutes";
const RANGES = ["5", "15", "60", "180"];

const connection = byId("connection", HTMLElement);
const trouble = byId("trouble", HTMLElement);
const showAlarms = makeAlarms();
const showDashboard = makeDashboard();
const tools = makeTools({ onCalled: () => void refresh() });

let minutes = RANGES.find((range) => range === localStorage.getItem(RANGE_KEY)) ?? "15";
/** @type {"waiting" | "connected" | "lost"} */
let state = "waiting";
/** The newest question: older answers that come later are not shown. */
let asked = 0;

/** @param {"connected" | "lost"} next */
function setState(next) {
  if (next === state) return;
  // The server may have changed meanwhile; also the first time.
  if (next === "connected") void tools.reload();
  state = next;
  connection.dataset["state"] = next;
  connection.textContent =
    next === "connected" ? "connected" : "not reachable: is npm start running?";
}

/** @param {string} text "" for none */
function setTrouble(text) {
  trouble.hidden = text === "";
  if (trouble.textContent !== text) trouble.textContent = text;
}

async function refresh() {
  asked += 1;
  const own = asked;
  const answer = await fetch(`/~/view?minutes=${minutes}`).then(
    async (response) => ({ isView: response.ok, value: await response.json() }),
    () => undefined,
  );
  setState(answer === undefined ? "lost" : "connected");
  if (answer === undefined || own !== asked) return;
  if (!answer.isView) {
    setTrouble(`The dashboard cannot be shown: ${answer.value.message}`);
    return;
  }
  const view = /** @type {View} */ (answer.value);
  setTrouble("");
  showAlarms(view);
  showDashboard(view);
}

/** @param {HTMLButtonElement} button */
function copyEndpoint(button) {
  const label = button.textContent;
  button.addEventListener("click", () => {
    const text = byId("endpoint", HTMLElement).textContent ?? "";
    navigator.clipboard.writeText(text).then(
      () => (button.textContent = "Copied"),
      () => (button.textContent = "Select and copy it"),
    );
    setTimeout(() => (button.textContent = label), 2000);
  });
}

for (const radio of document.querySelectorAll("#range input")) {
  if (!(radio instanceof HTMLInputElement)) continue;
  radio.checked = radio.value === minutes;
  radio.addEventListener("change", () => {
    minutes = radio.value;
    localStorage.setItem(RANGE_KEY, minutes);
    void refresh();
  });
}
themeSwitch(byId("theme", HTMLButtonElement), recolorGraphs);
recolorGraphs();
copyEndpoint(byId("copy", HTMLButtonElement));
startLog();
void refresh();
setInterval(() => {
  if (!document.hidden) void refresh();
}, INTERVAL_MS);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) void refresh();
});
