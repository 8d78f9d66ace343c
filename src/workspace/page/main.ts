import { App } from './frame/app.ts';
import { html, render } from './preact.ts';
import { start } from './state/start.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root element to draw into.');
render(html`<${App} />`, root);
await start();
