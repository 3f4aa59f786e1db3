/** How the pages look, in light and in dark, on a screen and on a phone. */
export const STYLE = `
:root { color-scheme: light dark; --page: #f3f4f7; --card: #fff; --text: #1c2230; --faint: #5b6475; --line: #d5d9e2; --field: #f8f9fb; --accent: #1f5fd6; --yes: #17734a; --no: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --page: #14161c; --card: #1e222b; --text: #e8ebf2; --faint: #a3acbd; --line: #39404e; --field: #171a21; --accent: #8ab4ff; --yes: #1c7d51; --no: #c2362d; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
main { max-width: 42rem; margin: 0 auto; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
h1, h2, p, dl, dd, pre { margin: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin-top: 1.5rem; font-size: 1rem; }
.kind { color: var(--accent); font-weight: 600; margin-bottom: .25rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; margin-top: 1.25rem; padding: 1rem 0; border: solid var(--line); border-width: 1px 0; }
dt { color: var(--faint); }
dd { overflow-wrap: anywhere; }
.text { margin-top: 1.25rem; white-space: pre-wrap; overflow-wrap: anywhere; }
pre { margin-top: .5rem; padding: .75rem; max-height: 24rem; overflow: auto; background: var(--field); border: 1px solid var(--line); border-radius: 8px; font: .875rem/1.45 ui-monospace, "Liberation Mono", Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.note { margin-top: 1.25rem; padding: .75rem 1rem; border-left: 4px solid var(--no); background: var(--field); border-radius: 4px; }
label { display: block; margin-top: 1.5rem; font-weight: 600; }
label span { color: var(--faint); font-weight: 400; }
textarea { width: 100%; min-height: 5rem; margin-top: .4rem; padding: .6rem .75rem; color: inherit; background: var(--field); border: 1px solid var(--line); border-radius: 8px; font: inherit; resize: vertical; }
.buttons { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.25rem; }
button { flex: 1 1 10rem; min-height: 3rem; padding: .6rem 1rem; color: #fff; border: 0; border-radius: 8px; font: inherit; font-weight: 600; cursor: pointer; }
button.yes { background: var(--yes); }
button.no { background: var(--no); }
button:focus-visible, textarea:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button:focus:not(:focus-visible):not(:active) { pointer-events: none; opacity: .6; }
footer { margin-top: 1.25rem; color: var(--faint); font-size: .875rem; }
@media (max-width: 32rem) { body { padding: 0; background: var(--card); } main { padding: 1.25rem; border: 0; border-radius: 0; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } }
`;
