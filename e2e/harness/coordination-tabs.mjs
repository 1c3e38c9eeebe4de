// Tabs with an application that uses the coordination API.

import { until } from './wait.mjs';

/** Opens a tab in which `app.make(name)` opens a database and `app.kept` is whatever a test keeps. */
export async function openCoordinationTab(browser, name) {
  const tab = await browser.openTab('/coordination.html');
  await tab.page.waitForFunction('globalThis.app !== undefined');
  if (name !== undefined) await tab.run((wanted) => app.open(wanted), name);
  return tab;
}

/** Opens tabs that share a database, one after the other, so that the first one leads. */
export async function openCoordinationTabs(browser, count, name) {
  const tabs = [];
  while (tabs.length < count) tabs.push(await openCoordinationTab(browser, name));
  return tabs;
}

/** Waits until a tab leads. */
export const leads = (tab) => until(`${tab.name} leads`, () => tab.run(() => app.db.isLeader()));
