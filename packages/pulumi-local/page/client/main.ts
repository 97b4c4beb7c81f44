/** The page: asks for the view every two seconds while it is looked at, and hands it to its parts. */
import type { View } from "../../cloudwatch/dashboard/view";
import type { Refusal } from "../server/call";
import { makeAlarms } from "./alarms";
import { makeBuckets } from "./buckets";
import { copyOn } from "./copy-button";
import { makeDashboard } from "./dashboard";
import { watchEdits } from "./edit-loop";
import { byId } from "./element";
import { connectEvents } from "./events";
import { recolorGraphs } from "./graph";
import { startLog } from "./log";
import { makeTables } from "./tables";
import { makeTasks } from "./tasks";
import { applyTheme, themeSwitch } from "./theme";
import { makeTools } from "./tools";

const INTERVAL_MS = 2000;
const RANGE_KEY = "minutes";
const RANGES = ["5", "15", "60", "180"];

const connection = byId("connection", HTMLElement);
const trouble = byId("trouble", HTMLElement);
const showAlarms = makeAlarms();
const showDashboard = makeDashboard();
const tables = makeTables();
const buckets = makeBuckets();
const tasks = makeTasks();
const tools = makeTools({ onCalled: () => void refresh() });

let minutes = RANGES.find((range) => range === localStorage.getItem(RANGE_KEY)) ?? "15";
let state: "waiting" | "connected" | "lost" = "waiting";
/** The newest question: older answers that come later are not shown. */
let asked = 0;

function setState(next: "connected" | "lost"): void {
  if (next === state) return;
  // The server may have changed meanwhile; also the first time.
  if (next === "connected") void tools.reload();
  state = next;
  connection.dataset["state"] = next;
  connection.textContent =
    next === "connected" ? "connected" : "not reachable: is npm start running?";
}

/** @param text "" for none */
function setTrouble(text: string): void {
  trouble.hidden = text === "";
  if (trouble.textContent !== text) trouble.textContent = text;
}

/** The view, or why there is none; undefined when the server does not respond. */
async function fetchView(): Promise<View | string | undefined> {
  let response: Response;
  try {
    response = await fetch(`/~/view?minutes=${minutes}`);
  } catch {
    return undefined;
  }
  if (response.ok) return (await response.json()) as View;
  return ((await response.json()) as Refusal).message;
}

async function refresh(): Promise<void> {
  asked += 1;
  const own = asked;
  const view = await fetchView();
  setState(view === undefined ? "lost" : "connected");
  if (view !== undefined) {
    void tables.refresh();
    void buckets.refresh();
    void tasks.refresh();
  }
  if (view === undefined || own !== asked) return;
  if (typeof view === "string") {
    setTrouble(`The dashboard cannot be shown: ${view}`);
    return;
  }
  setTrouble("");
  showAlarms(view);
  showDashboard(view);
}

function chooseRange(radio: HTMLInputElement): void {
  radio.checked = radio.value === minutes;
  radio.addEventListener("change", () => {
    minutes = radio.value;
    localStorage.setItem(RANGE_KEY, minutes);
    void refresh();
  });
}

applyTheme();
document.querySelectorAll<HTMLInputElement>("#range input").forEach(chooseRange);
themeSwitch(byId("theme", HTMLButtonElement), recolorGraphs);
recolorGraphs();
copyOn(byId("copy", HTMLButtonElement), () => byId("endpoint", HTMLElement).textContent);
startLog();
watchEdits(() => void tools.reload());
connectEvents();
void refresh();
setInterval(() => {
  if (!document.hidden) void refresh();
}, INTERVAL_MS);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) void refresh();
});
