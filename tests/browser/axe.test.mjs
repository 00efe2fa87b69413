// Accessibility rules of WCAG 2.2 AA and best practice, in light, dark and on a phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import axe from 'axe-core';
import { complaints, DESKTOP, PHONE, useBrowser, visit } from './lib/browser.mjs';
import { label, pages } from './lib/pages.mjs';

const open = useBrowser();
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const LOOKS = {
  light: { context: { viewport: DESKTOP }, runOnly: TAGS },
  // The same elements in other colours: only the rules that look at colours can change their mind.
  dark: {
    context: { viewport: DESKTOP, colorScheme: 'dark' },
    runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
  },
  phone: { context: { viewport: PHONE, isMobile: true, hasTouch: true }, runOnly: TAGS },
};

for (const target of pages) {
  test(`axe and the console find nothing: ${label(target)}`, async (t) => {
    for (const [look, { context, runOnly }] of Object.entries(LOOKS)) {
      const page = await open(t, context);
      const found = complaints(page, target.status);
      await visit(page, target);
      assert.deepEqual(found, [], `complaints (${look})`);

      await page.evaluate(axe.source);
      const violations = await page.evaluate(async (rules) => {
        // preload would fetch the style sheet again, which the content security policy forbids.
        const { violations } = await window.axe.run(document, {
          runOnly: rules, resultTypes: ['violations'], preload: false,
        });
        return violations.map(({ id, help, nodes }) =>
          `${id}: ${help} (${nodes.length}x, first ${nodes[0].html.slice(0, 160)} | ${
            nodes[0].failureSummary.replaceAll(/\s+/g, ' ').slice(0, 200)})`);
      }, runOnly);
      assert.deepEqual(violations, [], `axe (${look})`);
      await page.context().close();
    }
  });
}
