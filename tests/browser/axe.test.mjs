// Accessibility rules of WCAG 2.2 AA and best practice, in light, dark and on a phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import axe from 'axe-core';
import { complaints, DESKTOP, PHONE, useBrowser, visit } from './lib/browser.mjs';
import { label, pages } from './lib/pages.mjs';

const open = useBrowser();
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const LOOKS = {
  light: { viewport: DESKTOP },
  dark: { viewport: DESKTOP, colorScheme: 'dark' },
  phone: { viewport: PHONE, isMobile: true, hasTouch: true },
};

for (const target of pages) {
  test(`axe and the console find nothing: ${label(target)}`, async (t) => {
    for (const [look, options] of Object.entries(LOOKS)) {
      const page = await open(t, options);
      const found = complaints(page, target.status);
      await visit(page, target);
      assert.deepEqual(found, [], `complaints (${look})`);

      await page.evaluate(axe.source);
      const violations = await page.evaluate(async (tags) => {
        // preload would fetch the style sheet again, which the content security policy forbids.
        const { violations } = await window.axe.run(document, {
          runOnly: tags, resultTypes: ['violations'], preload: false,
        });
        return violations.map(({ id, help, nodes }) =>
          `${id}: ${help} (${nodes.length}x, first ${nodes[0].html.slice(0, 160)} | ${
            nodes[0].failureSummary.replaceAll(/\s+/g, ' ').slice(0, 200)})`);
      }, TAGS);
      assert.deepEqual(violations, [], `axe (${look})`);
      await page.context().close();
    }
  });
}
