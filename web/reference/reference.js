// The API reference: Swagger UI over this server's own document. "Try it" calls as whoever is signed in, or by an API key.
"use strict";

const DOCUMENT = "/api/openapi.json";
/** How long an event stream is listened to before what came is shown, in milliseconds. */
const LISTEN_MS = 5_000;
/** The lock and the note by which all tabs of the dashboard renew a session once; see `web/src/api/renew.rs`. */
const RENEW_LOCK = "mgs.renew";
const RENEWED_KEY = "mgs.renewed";
/** What the server asks of our own pages as a proof that no other site made them call. */
const OURS = { "X-MGS-Request": "1" };

/** The document as a reader needs it: who may call stands in the text, and what is known is filled in. */
function forReaders(document, workspace) {
  for (const operation of Object.values(document.paths).flatMap(Object.values)) {
    operation.description = `${operation.description ?? ""}\n\n${whoMayCall(operation)}`;
    delete operation.security;
    for (const parameter of operation.parameters ?? []) {
      if (parameter.name === "workspace_id" && workspace) parameter.example = workspace;
    }
  }
  delete document.components.securitySchemes;
  return document;
}

function whoMayCall({ security = [], "x-permission": permission }) {
  if (permission === "public") return "Anybody may call this.";
  if (permission === "self") return "Whoever is signed in may call this, in a browser.";
  const takesKeys = security.some(({ api_key: scopes }) => scopes !== undefined);
  return `Takes the permission \`${permission}\`, ${takesKeys ? "of a member or an API key" : "of a member in a browser"}.`;
}

/** Puts the API key that was entered, or the proof that we are no other site, into a request of "Try it out". */
function prepare(request) {
  const key = document.getElementById("key").value.trim();
  Object.assign(request.headers, key === "" ? OURS : { Authorization: `Bearer ${key}` });
  return Object.assign(request, { userFetch: call, credentials: key === "" ? "same-origin" : "omit" });
}

/** Sends a request; one in the name of a person is sent again when their session had to be renewed. */
async function call(url, request) {
  const since = Date.now();
  const response = await fetch(url, request);
  const isOver = response.status === 401 && request.credentials !== "omit";
  return shown(isOver && (await renewed(since)) ? await fetch(url, request) : response);
}

/** Renews the session unless another tab has done so since; answers whether a call is worth repeating. */
async function renewed(since) {
  const renew = async () => {
    if (Number(localStorage.getItem(RENEWED_KEY)) > since) return true;
    const headers = { ...OURS, "Content-Type": "application/json" };
    const { ok } = await fetch("/api/v1/session/refresh", { method: "POST", headers, body: "{}" });
    if (ok) localStorage.setItem(RENEWED_KEY, String(Date.now()));
    return ok;
  };
  return navigator.locks ? navigator.locks.request(RENEW_LOCK, renew) : renew();
}

/** An answer that ends: of a stream, what came within a few seconds. */
async function shown(response) {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return response;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const timer = setTimeout(() => reader.cancel(), LISTEN_MS);
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
  clearTimeout(timer);
  return new Response(text, { status: response.status, headers: response.headers });
}

/** Whoever is signed in; `undefined` when nobody is. */
async function person() {
  const response = await call("/api/v1/me", { headers: OURS, credentials: "same-origin" });
  return response.ok ? response.json() : undefined;
}

/** Says in whose name calls are made. */
function sayWho(me) {
  const who = document.getElementById("who");
  if (me) {
    who.textContent = `“Try it out” calls as ${me.email}, on what is really there; with an API key, as the key.`;
    return;
  }
  const link = Object.assign(document.createElement("a"), { href: "/sign-in", textContent: "Sign in" });
  who.replaceChildren(link, " to call in your name by “Try it out”, or enter an API key.");
}

/** Our page around Swagger UI's operations, without what has no use here. */
function Ours({ React }) {
  const h = React.createElement;
  const Layout = ({ getComponent }) => {
    const title = h("h2", { className: "reference__title" }, "Operations");
    return h("main", { className: "swagger-ui" }, title, h(getComponent("operations", true)));
  };
  // A link within the button that opens an operation is nothing that a keyboard could reach.
  const DeepLink = ({ text }) => h("span", null, text);
  // What scrolls can be reached by the keyboard.
  const SyntaxHighlighter = ({ className, children }) => h("pre", { className, tabIndex: 0 }, children);
  // A button that is disabled while it calls loses the focus.
  const execute = (Original) => (props) => h(Original, { ...props, disabled: false });
  // A table is no region: each answer would be a landmark without a name.
  const responses = (Original) => (props) => {
    const place = React.useRef();
    React.useEffect(() => {
      place.current.querySelectorAll("table[role=region]").forEach((table) => table.removeAttribute("role"));
    });
    return h("div", { ref: place }, h(Original, props));
  };
  const TextArea = (Original) => (props) => h(Original, { "aria-label": "Request body", ...props });
  return { components: { Layout, DeepLink, SyntaxHighlighter }, wrapComponents: { TextArea, execute, responses } };
}

/** Swagger UI's dark colours follow the theme of the dashboard. */
function followTheme() {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => root.classList.toggle("dark-mode", (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark");
  system.addEventListener("change", apply);
  apply();
}

async function show() {
  // `first.js` has set the reader's language; this page speaks English alone.
  Object.assign(document.documentElement, { lang: "en", dir: "ltr" });
  followTheme();
  const [me, answer] = await Promise.all([person(), fetch(DOCUMENT)]);
  SwaggerUIBundle({
    spec: forReaders(await answer.json(), me?.workspaces[0]?.workspace_id),
    dom_id: "#reference",
    layout: "Layout",
    plugins: [Ours],
    deepLinking: true,
    docExpansion: "list",
    displayRequestDuration: true,
    validatorUrl: null,
    requestInterceptor: prepare,
  });
  sayWho(me);
}

show();
