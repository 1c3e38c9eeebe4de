// Takes the picture of the demo that the README shows: two real tabs of one browser, side by side.
//
//   node scripts/screenshot.mjs        needs the built library and Chromium (CHROMIUM, or /usr/bin/chromium)

import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const SERVER = fileURLToPath(new URL('serve.mjs', import.meta.url));
const PICTURE = fileURLToPath(new URL('../docs/images/demo.png', import.meta.url));
const TAB = { width: 540, height: 1138 };
const PIXEL_RATIO = 2;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const OPENING_MS_MAX = 120_000;
const WRITING_MS = 2500;
const SETTLING_MS = 2000;
const PING_COUNT = 24;
const PING_PAUSE_MS = 100;

const server = await startServer();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
try {
  const context = await browser.newContext({ viewport: TAB, deviceScaleFactor: PIXEL_RATIO, colorScheme: 'light' });
  const leader = await openTab(context, server.url);
  const follower = await openTab(context, server.url);
  await fill(leader, follower);
  const picture = await compose(context, [await pictureOf(leader), await pictureOf(follower)]);
  await mkdir(dirname(PICTURE), { recursive: true });
  await writeFile(PICTURE, picture);
  console.log(`wrote ${PICTURE}`);
} finally {
  await browser.close();
  server.stop();
}

/** Starts the demo's server on a free port; it says its address in its first line. */
async function startServer() {
  const child = spawn(process.execPath, [SERVER], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const found = /http:\S+/.exec(output);
      if (found !== null) {
        resolve(found[0]);
      }
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { url, stop: () => child.kill() };
}

async function openTab(context, url) {
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('body[data-state="open"] #write:enabled').waitFor({ state: 'attached', timeout: OPENING_MS_MAX });
  return page;
}

/** Uses both tabs for a while. */
async function fill(leader, follower) {
  await add(leader, 'Book the ferry to Capri');
  await add(leader, 'Return the scrolls to the archive');
  await add(follower, 'Figs, olives, bread');
  await add(leader, 'Mend the awning before it rains');
  await add(follower, 'Write to Cicero');
  await follower.getByRole('checkbox', { name: 'Done: Return the scrolls' }).click();

  await follower.bringToFront();
  await follower.getByText('Write 50/s').click();
  await follower.waitForTimeout(WRITING_MS);
  await follower.getByText('Write 50/s').click();
  for (const tab of [leader, follower]) {
    await tab.bringToFront();
    await tab.waitForTimeout(SETTLING_MS);
    for (let count = 0; count < PING_COUNT; count++) {
      await tab.getByRole('button', { name: 'Ping', exact: true }).click();
      await tab.waitForTimeout(PING_PAUSE_MS);
    }
  }
}

async function add(page, title) {
  await page.bringToFront();
  await page.getByLabel('New entry').fill(title);
  await page.getByLabel('New entry').press('Enter');
  await page.getByRole('button', { name: title, exact: true }).waitFor();
}

/** One tab: its title, its icon, and what it shows. */
async function pictureOf(page) {
  await page.bringToFront();
  await page.mouse.move(0, 0);
  const screenshot = await page.screenshot({ animations: 'disabled' });
  return {
    title: await page.title(),
    icon: await page.locator('#favicon').getAttribute('href'),
    image: `data:image/png;base64,${screenshot.toString('base64')}`,
  };
}

/** The tabs in frames, each under its tab strip, on one picture. */
async function compose(context, tabs) {
  const page = await context.newPage();
  await page.setViewportSize({ width: tabs.length * (TAB.width + 40) + 40, height: TAB.height + 124 });
  await page.setContent(`
    <style>
      body { display: flex; gap: 40px; margin: 0; padding: 36px 40px 44px; background: transparent;
             font: 500 13px/1.4 Inter, system-ui, sans-serif; }
      figure { margin: 0; overflow: hidden; border-radius: 12px; background: #ded6c7;
               box-shadow: 0 0 0 1px rgb(60 45 20 / 14%), 0 14px 34px -8px rgb(60 45 20 / 35%); }
      figcaption { display: flex; align-items: flex-end; gap: 7px; height: 44px; padding-left: 16px; color: #221e19; }
      figcaption i { width: 11px; height: 11px; margin-bottom: 16px; border-radius: 50%; background: #b9ae9b; }
      figcaption span { display: flex; align-items: center; gap: 9px; height: 35px; margin-left: 12px;
                        padding: 0 22px 0 14px; border-radius: 10px 10px 0 0; background: #f5f1e8; }
      figure img { display: block; width: ${TAB.width}px; height: ${TAB.height}px; }
      figcaption img { width: 15px; height: 15px; }
    </style>
    ${tabs.map(frame).join('')}`);
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  return page.screenshot({ omitBackground: true });
}

function frame({ title, icon, image }) {
  return `<figure>
    <figcaption><i></i><i></i><i></i><span><img src='${icon}' alt=''>${title}</span></figcaption>
    <img src="${image}" alt="">
  </figure>`;
}
