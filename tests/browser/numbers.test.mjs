// The figures that must stand on the pages, as a reader sees them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowser, visit } from './lib/browser.mjs';
import { sites } from './lib/pages.mjs';

const open = useBrowser();
const GOLDEN = {
  '/wilayah/15?per=2024-12-02': [
    '45,17%', '592.806', '1.312.370', '3,79', '102.750', '8,22', '1,86', '0,23',
  ],
  '/wilayah/74.02': ['34,81%', '27.636', '79.388', '51.752', '13.765'],
  '/wilayah/92.08': ['126,15%'],
  '/wilayah/74.71?per=2025-06-08': ['35,05%', '49.397', '140.940'],
  '/?per=2025-04-30': ['35,68%', '35,86%', '52,15'],
};

for (const [path, figures] of Object.entries(GOLDEN)) {
  test(`shows the known figures: ${path}`, async (t) => {
    const page = await open(t);
    await visit(page, { url: sites.published + path, status: 200 });
    const text = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
    for (const figure of figures) {
      // Whole numbers only: 3,79 must not be found inside 13,79 or 3,795.
      const whole = new RegExp(`(?<![\\d.,])${figure.replaceAll('.', '\\.')}(?![\\d]|[.,]\\d)`);
      assert.ok(whole.test(text), `${figure} does not stand on the page`);
    }
  });
}

test('invented data is called so on every page, published figures are not', async (t) => {
  const page = await open(t);
  for (const path of ['/', '/wilayah/15', '/wilayah/15.01', '/peringkat', '/target', '/metodologi']) {
    for (const [site, invented] of [['simulated', true], ['published', false]]) {
      await visit(page, { url: sites[site] + path, status: 200 });
      const text = await page.locator('body').innerText();
      assert.equal(text.includes('DATA SIMULASI'), invented, `${site} ${path}`);
    }
  }
});
