// Accessibility rules of WCAG 2.2 AA and best practice, in light, dark and on a phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import axe from 'axe-core';
import { complaints, DESKTOP, PHONE, useBrowser, visit } from './lib/browser.mjs';
import { label, pages } from './lib/pages.mjs';

const open = useBrowser();
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** What axe-core finds on a page, a line for each rule. */
async function violations(page, runOnly) {
  return page.evaluate(async (rules) => {
    // preload would fetch the style sheet again, which the content security policy forbids.
    const { violations } = await window.axe.run(document, {
      runOnly: rules, resultTypes: ['violations'], preload: false,
    });
    return violations.map(({ id, help, nodes }) =>
      `${id}: ${help} (${nodes.length}x, first ${nodes[0].html.slice(0, 160)} | ${
        nodes[0].failureSummary.replaceAll(/\s+/g, ' ').slice(0, 200)})`);
  }, runOnly);
}

for (const target of pages) {
  test(`axe and the console find nothing: ${label(target)}`, async (t) => {
    const page = await open(t, { viewport: DESKTOP });
    const found = complaints(page, target.status);
    await visit(page, target);
    await page.evaluate(axe.source);
    assert.deepEqual(await violations(page, TAGS), [], 'axe (light)');
    // The same elements in other colours: only the rules that look at colours can change their mind.
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.deepEqual(await violations(page, COLOURS), [], 'axe (dark)');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(PHONE);
    assert.deepEqual(await violations(page, TAGS), [], 'axe (phone)');
    assert.deepEqual(found, [], 'complaints');
  });
}
